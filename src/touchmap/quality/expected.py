"""Expected quality of each option on the one scale 0–100."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from touchmap.project import Offer, Project, Provider
from touchmap.project.vocabulary import LanguageLevel
from touchmap.quality import fit
from touchmap.work.calendar import Array
from touchmap.work.options import NONE, Options
from touchmap.work.packages import Package
from touchmap.workload.amounts import Lines

CLAIM_CONFIDENCE = 0.5
LEVEL_QUALITY = {
    LanguageLevel.NATIVE: 95.0,
    LanguageLevel.C2: 92.0,
    LanguageLevel.C1: 87.0,
    LanguageLevel.B2: 78.0,
    LanguageLevel.B1: 65.0,
    LanguageLevel.A2: 50.0,
    LanguageLevel.MODEL: 85.0,
    LanguageLevel.NOT_APPLICABLE: 90.0,
}
"""Language quality where only the level is stated."""
NEUTRAL_LANGUAGE = 90.0


@dataclass(frozen=True)
class Quality:
    """Expected quality of every option, and how it came about."""

    expected: Array
    """0–100, shape (options,)."""
    platform: Array
    """Quality of the platform's part, NaN where there is no platform."""
    terms: dict[str, Array]
    """The summands: ``measured_today``, ``offer_against_today``, one per fit term, ``self_service``."""

    @property
    def fit(self) -> Array:
        """Points that process fit adds or takes against today's people, shape (options,)."""
        parts = [values for name, values in self.terms.items() if name.endswith("_fit")]
        total: Array = np.sum(parts, axis=0)
        return total


def expected_quality(project: Project, lines: Lines) -> Quality:
    """Expected quality of each option.

    ``measured today + confidence × (offer − today's provider's offer) + fit − fit of today``, and for
    the share a platform contains the platform's own quality. Confidence is 0.5 for a claim and 1 for
    a measurement unless stated, so that a brochure cannot beat a measurement by itself. An offer that
    claims nothing changes nothing; where today's provider claims nothing, or is not known, offers are
    compared with what was measured.
    """
    options = lines.options
    measured = np.array([measured_today(project, k) for k in options.packages])[options.package]
    offer, platform, contained = _offered(lines)
    confidence = _confidence(options)
    known = options.today[options.package] != NONE
    today = np.where(known, options.today[options.package], 0)
    claimed = np.where(known, offer[today] if len(offer) else offer, np.nan)
    reference = np.where(np.isnan(claimed), measured, claimed)
    gain = np.where(np.isnan(offer), 0.0, offer - reference)
    terms = {"measured_today": measured, "offer_against_today": confidence * gain}
    for name, values in _fit_terms(project, options).items():
        terms[name] = values - np.where(known, values[today] if len(values) else values, 0.0)
    people = sum(terms.values())
    trust = _platform_confidence(options)
    platform_quality = trust * platform + (1 - trust) * measured
    before = np.where(known, contained[today] if len(contained) else contained, 0.0)
    gap = np.nan_to_num(platform_quality - people)
    terms["self_service"] = contained * gap - before * np.where(known, gap[today] if len(gap) else gap, 0.0)
    expected = np.clip(sum(terms.values()), 0, 100)
    return Quality(expected, platform, terms)


def measured_today(project: Project, package: Package) -> float:
    """Satisfaction measured at a package's touchpoints, weighted by contacts; the setting where none is."""
    satisfaction = {t.touchpoint_id: t.satisfaction for t in project.touchpoints}
    weighed, weight = 0.0, 0.0
    for piece in package.pieces:
        value = satisfaction.get(piece.stream.touchpoint_id or "")
        if value is not None:
            weighed += value * piece.contacts_per_month
            weight += piece.contacts_per_month
    return weighed / weight if weight else project.settings.satisfaction_today


def language_quality(project: Project) -> dict[tuple[str, str], float]:
    """Language quality by provider and language: as stated, else by the level."""
    return {
        (row.provider_id, row.language): LEVEL_QUALITY[row.level] if row.quality is None else row.quality
        for row in project.provider_languages
    }


def _offered(lines: Lines) -> tuple[Array, Array, Array]:
    """What an option's lead claims, what its platform claims (NaN where nothing), and the share contained."""
    options = lines.options
    provider = options.people[lines.option]
    people = np.array(
        [
            _stated(offer, options.providers[j] if j != NONE else None)
            for offer, j in zip(lines.people_offer, provider, strict=True)
        ]
    )
    front = options.platform[lines.option]
    platform = np.array(
        [
            _stated(offer, options.providers[j]) if j != NONE and offer is not None else np.nan
            for offer, j in zip(lines.platform_offer, front, strict=True)
        ]
    )
    weight = lines.people_contacts.sum(axis=1) + lines.platform_contacts.sum(axis=1) + 1e-12
    by_people = lines.people_contacts.sum(axis=1) > 0
    of_people = _weighted(lines, people, np.where(by_people, weight, 0.0))
    served = np.where(np.isnan(platform), 0.0, lines.platform_contacts.sum(axis=1) + 1e-12)
    of_platform = _weighted(lines, platform, served)
    offer = np.where(options.people != NONE, of_people, of_platform)
    total = lines.per_option(weight)
    contained = lines.per_option(np.where(by_people, lines.platform_contacts.sum(axis=1), 0.0)) / total
    return offer, of_platform, contained


def _stated(offer: Offer | None, provider: Provider | None) -> float:
    if offer is not None and offer.expected_quality is not None:
        return offer.expected_quality
    if provider is not None and provider.satisfaction is not None:
        return provider.satisfaction
    return float("nan")


def _weighted(lines: Lines, values: Array, weight: Array) -> Array:
    """Weighted mean of line values by option; NaN where no line has a value."""
    known = ~np.isnan(values) & (weight > 0)
    above = lines.per_option(np.where(known, np.nan_to_num(values) * weight, 0.0))
    below = lines.per_option(np.where(known, weight, 0.0))
    return np.divide(above, below, out=np.full_like(above, np.nan), where=below > 0)


def _confidence(options: Options) -> Array:
    out = np.empty(len(options.options))
    for i, option in enumerate(options.options):
        provider = options.providers[options.people[i] if options.people[i] != NONE else options.platform[i]]
        offers = option.people_offers if option.provider_id else option.platform_offers
        stated = [o.confidence for o in offers if o is not None and o.confidence is not None]
        if stated:
            out[i] = min(stated)
        else:
            out[i] = CLAIM_CONFIDENCE if provider.confidence is None else provider.confidence
    return out


def _platform_confidence(options: Options) -> Array:
    """Trust in the platform's figures, by option; a claim where nothing is stated or there is no platform."""
    out = np.full(len(options.options), CLAIM_CONFIDENCE)
    for i, option in enumerate(options.options):
        stated = [o.confidence for o in option.platform_offers if o is not None and o.confidence is not None]
        if options.platform[i] != NONE:
            usual = options.providers[options.platform[i]].confidence
            out[i] = min(stated) if stated else (CLAIM_CONFIDENCE if usual is None else usual)
    return out


def _fit_terms(project: Project, options: Options) -> dict[str, Array]:
    """Fit of each option's people to the needs of its process; zero for a platform alone."""
    people = options.people
    staffed = (people != NONE).astype(float)
    process = [options.packages[k].process for k in options.package]

    def need(field: str) -> Array:
        return np.array([float(getattr(p, field)) for p in process])

    def rating(field: str) -> Array:
        values = np.array([float(getattr(p, field)) for p in options.providers])
        return values[people] if len(values) else np.zeros(0)

    mandate = need("mandate")
    granted = np.array([-1 if p.mandate_granted is None else p.mandate_granted for p in options.providers])
    given = granted[people] if len(granted) else mandate
    moves = options.moves.astype(float)
    return {
        "language_fit": staffed * fit.language_fit(_languages(project, options), need("touch_need")),
        "culture_fit": staffed * fit.culture_fit(rating("cultural_match"), need("brand_sensitivity")),
        "complexity_fit": staffed * fit.complexity_fit(rating("quality_capability"), need("complexity")),
        "coaching_fit": staffed * fit.coaching_fit(rating("brand_coaching"), need("brand_sensitivity")),
        "attrition_fit": staffed * fit.attrition_fit(rating("attrition"), need("complexity")),
        "mandate_fit": staffed * fit.mandate_fit(mandate, np.where(given < 0, mandate, given)),
        "readiness_fit": staffed * fit.readiness_fit(need("health"), moves),
    }


def _languages(project: Project, options: Options) -> Array:
    known = language_quality(project)
    return np.array(
        [
            NEUTRAL_LANGUAGE
            if (language := options.packages[o.package].language) == "xx" or o.provider_id is None
            else known.get((o.provider_id, language), NEUTRAL_LANGUAGE)
            for o in options.options
        ]
    )

"""Expected quality of each option on the one scale 0–100."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from touchmap.project import Project
from touchmap.project.vocabulary import LanguageLevel
from touchmap.quality import fit
from touchmap.work.calendar import Array
from touchmap.work.offer_columns import OfferColumns
from touchmap.work.options import NONE, Ints, Options
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
    satisfaction = {t.touchpoint_id: t.satisfaction for t in project.touchpoints}
    usual = project.settings.satisfaction_today
    measured = np.array([_measured(k, satisfaction, usual) for k in options.packages])[options.package]
    offer, platform, contained = _offered(lines)
    confidence = _confidence(options, options.lead, options.lead_offers("confidence", np.fmin))
    known = options.today[options.package] != NONE
    today = np.where(known, options.today[options.package], 0)
    claimed = np.where(known, offer[today] if len(offer) else offer, np.nan)
    reference = np.where(np.isnan(claimed), measured, claimed)
    gain = np.where(np.isnan(offer), 0.0, offer - reference)
    terms = {"measured_today": measured, "offer_against_today": confidence * gain}
    for name, values in _fit_terms(project, options).items():
        terms[name] = values - np.where(known, values[today] if len(values) else values, 0.0)
    people = sum(terms.values())
    stated = options.per_option(options.platform_offer.field("confidence"), np.fmin)
    trust = _confidence(options, options.platform, stated)
    platform_quality = trust * platform + (1 - trust) * measured
    before = np.where(known, contained[today] if len(contained) else contained, 0.0)
    gap = np.nan_to_num(platform_quality - people)
    terms["self_service"] = contained * gap - before * np.where(known, gap[today] if len(gap) else gap, 0.0)
    expected = np.clip(sum(terms.values()), 0, 100)
    return Quality(expected, platform, terms)


def measured_today(project: Project, package: Package) -> float:
    """Satisfaction measured at a package's touchpoints, weighted by contacts; the setting where none is."""
    satisfaction = {t.touchpoint_id: t.satisfaction for t in project.touchpoints}
    return _measured(package, satisfaction, project.settings.satisfaction_today)


def _measured(package: Package, satisfaction: Mapping[str, float | None], usual: float) -> float:
    weighed, weight = 0.0, 0.0
    for piece in package.pieces:
        value = satisfaction.get(piece.stream.touchpoint_id or "")
        if value is not None:
            weighed += value * piece.contacts_per_month
            weight += piece.contacts_per_month
    return weighed / weight if weight else usual


def language_quality(project: Project) -> dict[tuple[str, str], float]:
    """Language quality by provider and language: as stated, else by the level."""
    return {
        (row.provider_id, row.language): LEVEL_QUALITY[row.level] if row.quality is None else row.quality
        for row in project.provider_languages
    }


def _offered(lines: Lines) -> tuple[Array, Array, Array]:
    """What an option's lead claims, what its platform claims (NaN where nothing), and the share contained."""
    options = lines.options
    people = _stated(options, lines.people_offer, options.people)
    platform = np.where(
        lines.platform_offer.known, _stated(options, lines.platform_offer, options.platform), np.nan
    )
    reaching, served_there = lines.people_contacts.sum(axis=1), lines.platform_contacts.sum(axis=1)
    weight = reaching + served_there + 1e-12
    by_people = reaching > 0
    of_people = _weighted(lines, people, np.where(by_people, weight, 0.0))
    served = np.where(np.isnan(platform), 0.0, served_there + 1e-12)
    of_platform = _weighted(lines, platform, served)
    offer = np.where(options.people != NONE, of_people, of_platform)
    total = lines.per_option(weight)
    contained = lines.per_option(np.where(by_people, served_there, 0.0)) / total
    return offer, of_platform, contained


def _stated(options: Options, offers: OfferColumns, party: Ints) -> Array:
    """Quality each line's offer states, else its party's; NaN where neither does."""
    stated = offers.field("expected_quality")
    usual = options.of_party("satisfaction", party, np.nan)[options.line_option]
    return np.where(np.isnan(stated), usual, stated)


def _weighted(lines: Lines, values: Array, weight: Array) -> Array:
    """Weighted mean of line values by option; NaN where no line has a value."""
    known = ~np.isnan(values) & (weight > 0)
    above = lines.per_option(np.where(known, np.nan_to_num(values) * weight, 0.0))
    below = lines.per_option(np.where(known, weight, 0.0))
    return np.divide(above, below, out=np.full_like(above, np.nan), where=below > 0)


def _confidence(options: Options, party: Ints, stated: Array) -> Array:
    """Trust in the figures of a party of each option: what its offers state, else it, else a claim's."""
    own = options.of_party("confidence", party, CLAIM_CONFIDENCE)
    usual = np.where(np.isnan(own), CLAIM_CONFIDENCE, own)
    return np.where(np.isnan(stated), usual, stated)


def _fit_terms(project: Project, options: Options) -> dict[str, Array]:
    """Fit of each option's people to the needs of its process; zero for a platform alone."""
    people, need = options.people, options.of_process
    staffed = (people != NONE).astype(float)

    def rating(field: str) -> Array:
        return options.of_party(field, people, 0.0)

    mandate, given = need("mandate"), rating("mandate_granted")
    moves = options.moves.astype(float)
    return {
        "language_fit": staffed * fit.language_fit(_languages(project, options), need("touch_need")),
        "culture_fit": staffed * fit.culture_fit(rating("cultural_match"), need("brand_sensitivity")),
        "complexity_fit": staffed * fit.complexity_fit(rating("quality_capability"), need("complexity")),
        "coaching_fit": staffed * fit.coaching_fit(rating("brand_coaching"), need("brand_sensitivity")),
        "attrition_fit": staffed * fit.attrition_fit(rating("attrition"), need("complexity")),
        "mandate_fit": staffed * fit.mandate_fit(mandate, np.where(np.isnan(given), mandate, given)),
        "readiness_fit": staffed * fit.readiness_fit(need("health"), moves),
    }


def _languages(project: Project, options: Options) -> Array:
    """Language quality of each option's people; the usual where it is not known or the work needs none."""
    known = {key: value for key, value in language_quality(project).items() if key[1] != "xx"}
    return options.in_language(known, options.people, NEUTRAL_LANGUAGE)

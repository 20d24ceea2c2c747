"""Points of a provider for each criterion but the price: from scorers, else from its fields."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from touchmap.project import Project, Provider, Rating
from touchmap.project.vocabulary import Criterion

DISCUSS_ABOVE = 25.0
"""Scorers further apart than this many points talk before anything is averaged."""
NOT_SHOWN = 50.0
"""Points that stand in for a criterion nobody knows anything of; the range shows 0 and 100."""
ALL_LEAVE = 0.60
"""Attrition that gives 0 points; 0 gives 100."""


@dataclass(frozen=True)
class Points:
    """What a provider has for one criterion, 0 … 100."""

    value: float | None
    """None where nobody rated it and no field is stated."""
    source: str
    """Where it comes from: scorers by name, fields with their values, or nothing."""
    spread: float = 0.0
    """Highest less lowest score of the scorers."""
    of_fields: float | None = None
    """What the fields alone would give."""

    @property
    def counted(self) -> float:
        """Points that count: the value, else those that stand in."""
        return NOT_SHOWN if self.value is None else self.value

    @property
    def discuss(self) -> bool:
        """Whether the scorers are too far apart.

        >>> Points(60, "", spread=30).discuss, Points(60, "", spread=25).discuss
        (True, False)
        """
        return self.spread > DISCUSS_ABOVE


def attrition_points(attrition: float) -> float:
    """``100 × (1 − attrition ÷ 0.60)``, at least 0: 15 % a year is 75, 30 % is 50, 60 % is 0.

    >>> [round(attrition_points(a)) for a in (0, 0.15, 0.30, 0.45, 0.60, 0.9)]
    [100, 75, 50, 25, 0, 0]
    """
    return max(0.0, 100 * (1 - attrition / ALL_LEAVE))


def _as_is(value: float) -> float:
    return value


def _of_level(level: float) -> float:
    return 20 * level


_FIELDS: dict[Criterion, tuple[tuple[str, Callable[[float], float]], ...]] = {
    Criterion.QUALITY: (("quality_capability", _as_is), ("satisfaction", _as_is)),
    Criterion.CULTURE: (("cultural_match", _as_is), ("communication", _as_is)),
    Criterion.INSIGHT: (("insight_feedback", _as_is),),
    Criterion.PEOPLE: (
        ("brand_coaching", _as_is),
        ("attrition", attrition_points),
        ("people_cmm", _of_level),
    ),
    Criterion.SKILLS: (("skills_transfer", _as_is),),
    Criterion.FLEX: (("flexibility", _as_is),),
    Criterion.TECH: (("technology", _as_is), ("innovation", _as_is)),
    Criterion.SEC: (("security", _as_is),),
    Criterion.FIN: (("financial_strength", _as_is),),
}
"""Fields of a provider that speak for a criterion, and how each turns into points."""


def field_points(provider: Provider, criterion: Criterion) -> tuple[float | None, str]:
    """Mean of the points of the fields somebody stated, and those fields with their values.

    Defaults nobody stated say nothing of a provider and are left out.

    >>> p = Provider(provider_id="V", name="V", sourcing_model="onshore", attrition=0.3, people_cmm=4)
    >>> field_points(p, Criterion.PEOPLE)
    (65.0, 'attrition 0.3, people_cmm 4')
    >>> field_points(p, Criterion.CULTURE)
    (None, '')
    """
    values, said = [], []
    for field, points in _FIELDS.get(criterion, ()):
        value = getattr(provider, field)
        if value is not None and field in provider.model_fields_set:
            values.append(points(float(value)))
            said.append(f"{field} {value:g}")
    return (sum(values) / len(values) if values else None), ", ".join(said)


def points_of(project: Project) -> dict[tuple[str, Criterion], Points]:
    """Points of every provider for every criterion but the price.

    The mean of the scorers where somebody rated, else of the fields.

    >>> rows = [Rating(provider_id="V", criterion_id="culture", scorer=s, score=n)
    ...         for s, n in (("A", 40), ("B", 80))]
    >>> project = Project(ratings=tuple(rows), providers=(
    ...     Provider(provider_id="V", name="V", sourcing_model="onshore", cultural_match=90),))
    >>> found = points_of(project)["V", Criterion.CULTURE]
    >>> found.value, found.spread, found.discuss, found.of_fields, found.source
    (60.0, 40.0, True, 90.0, 'A 40, B 80')
    """
    rated: dict[tuple[str, Criterion], list[Rating]] = {}
    for row in project.ratings:
        rated.setdefault((row.provider_id, row.criterion_id), []).append(row)
    found = {}
    for provider in project.providers:
        for criterion in _FIELDS:
            key = provider.provider_id, criterion
            of_fields, said = field_points(provider, criterion)
            rows = sorted(rated.get(key, []), key=lambda r: r.scorer)
            if rows:
                scores = [r.score for r in rows]
                names = ", ".join(f"{r.scorer} {r.score:g}" for r in rows)
                mean = sum(scores) / len(scores)
                found[key] = Points(mean, names, max(scores) - min(scores), of_fields)
            else:
                found[key] = Points(of_fields, said or "not shown", of_fields=of_fields)
    return found

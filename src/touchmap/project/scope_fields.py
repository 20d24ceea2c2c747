"""The fields a rule's scope may name, on each side, and the values that exist."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from touchmap.project.model import TABLES, Project
from touchmap.project.vocabulary import (
    Channel,
    LanguageLevel,
    Office,
    Ownership,
    ProviderKind,
    ScopeSide,
    SourcingModel,
    TouchClass,
    TransferBasis,
    WorkType,
)

_YES_NO = ("yes", "no")


@dataclass(frozen=True, slots=True)
class ScopeField:
    """A field a scope row may name, with what tells a legal value from an unknown one."""

    name: str
    description: str
    words: tuple[str, ...] = ()
    """The only legal values, if there is a closed list."""
    table: str = ""
    """Table whose ids are the legal values."""
    pattern: str = ""
    """Regular expression of a legal value, where there is no list of them."""
    collect: Callable[[Project], Iterable[str]] | None = None
    """Gives the values that occur in a project."""

    def known(self, project: Project) -> frozenset[str] | None:
        """Legal values in a project; none if only the form of a value can be checked."""
        if self.words:
            return frozenset(self.words)
        if self.table:
            id_field = TABLES[self.table].key[0]
            return frozenset(getattr(row, id_field) for row in project.rows(self.table))
        return frozenset(self.collect(project)) if self.collect else None

    def allows(self, value: str) -> bool:
        """Whether a value has the right form; used where there is no list.

        >>> WORK_FIELDS["market"].allows("NL"), WORK_FIELDS["market"].allows("Holland")
        (True, False)
        """
        return re.fullmatch(self.pattern, value) is not None


def _families(project: Project) -> Iterable[str]:
    return (p.process_family for p in project.processes if p.process_family)


def _tags(project: Project) -> Iterable[str]:
    return (tag for p in project.processes for tag in p.tags)


def _languages(project: Project) -> Iterable[str]:
    return (d.language for d in project.demand)


def _certifications(project: Project) -> Iterable[str]:
    return (word for p in project.providers for word in p.certifications)


def _licences(project: Project) -> Iterable[str]:
    return (word for p in project.providers for word in p.licences)


def _by_name(*fields: ScopeField) -> dict[str, ScopeField]:
    return {field.name: field for field in fields}


WORK_FIELDS = _by_name(
    ScopeField("stage", "Stage of the process or of the touchpoint it serves.", table="stages"),
    ScopeField("touchpoint", "Touchpoint the demand serves.", table="touchpoints"),
    ScopeField("process", "The process.", table="processes"),
    ScopeField("process_family", "Family of processes.", collect=_families),
    ScopeField("channel", "Channel of the demand.", words=tuple(Channel)),
    ScopeField("language", "Language of the demand.", pattern="[a-z]{2,3}(-[A-Z]{2})?", collect=_languages),
    ScopeField("market", "Country of the customer.", pattern="[A-Z]{2}"),
    ScopeField("touch", "Touch need of the process in three classes.", words=tuple(TouchClass)),
    ScopeField("work_type", "How the work behaves over the day.", words=tuple(WorkType)),
    ScopeField("office", "In front of the line of visibility or behind it.", words=tuple(Office)),
    ScopeField("data_class", "Class of the data, 1 to 4.", words=("1", "2", "3", "4")),
    ScopeField("tag", "Word written on the process.", collect=_tags),
    ScopeField("regulated", "Whether regulation governs the process.", words=_YES_NO),
    ScopeField("key_competency", "Whether the process is a key competency.", words=_YES_NO),
    ScopeField("moment_of_truth", "Whether it serves a moment of truth.", words=_YES_NO),
    ScopeField("contract", "Contract the demand falls under today.", table="contracts"),
)
"""Fields of the sides *work* and *other*."""

PROVIDER_FIELDS = _by_name(
    ScopeField("provider", "The provider.", table="providers"),
    ScopeField("sourcing_model", "Sourcing model of the provider.", words=tuple(SourcingModel)),
    ScopeField("ownership", "Own staff or a third party.", words=tuple(Ownership)),
    ScopeField("country", "Country of the provider's site.", pattern="[A-Z]{2}"),
    ScopeField("kind", "People or a self-service platform.", words=tuple(ProviderKind)),
    ScopeField("certification", "Certificate the provider holds.", collect=_certifications),
    ScopeField("licence", "Licence the provider holds.", collect=_licences),
    ScopeField("transfer_basis", "Basis on which personal data may reach it.", words=tuple(TransferBasis)),
    ScopeField("today", "Whether it does the work today.", words=_YES_NO),
)
"""Fields of the side *provider*."""

REQUIREMENT_FIELDS = _by_name(
    ScopeField("certification", "Certificate a third party must hold.", collect=_certifications),
    ScopeField("licence", "Licence a third party must hold.", collect=_licences),
    ScopeField("language_level", "Lowest language level.", words=tuple(LanguageLevel)),
)
"""Fields of the side *requirement*."""

SCOPE_FIELDS: dict[ScopeSide, dict[str, ScopeField]] = {
    ScopeSide.WORK: WORK_FIELDS,
    ScopeSide.OTHER: WORK_FIELDS,
    ScopeSide.PROVIDER: PROVIDER_FIELDS,
    ScopeSide.REQUIREMENT: REQUIREMENT_FIELDS,
}
"""Legal fields by side."""

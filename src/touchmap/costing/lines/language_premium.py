"""Language premium: what a provider asks on top of its price for a language."""

from __future__ import annotations

from touchmap.costing.frame import Frame
from touchmap.costing.lines.facts import LineFacts, LineKind
from touchmap.work.calendar import Array
from touchmap.work.options import Ints

FACTS = LineFacts(
    LineKind.RUNNING,
    "Language premium",
    "run × premium",
    "provider_languages.premium_share",
    "usual 5–10 % for a common language, 20–40 % for a rare one",
)


def share_of(frame: Frame, party: Ints) -> Array:
    """Premium a party of each option asks for the package's language, shape (options,)."""
    asked = {(r.provider_id, r.language): r.premium_share for r in frame.project.provider_languages}
    return frame.options.in_language(asked, party, 0.0)

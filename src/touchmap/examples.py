"""The three worked companies that come with touchmap, and their what-if variants."""

from __future__ import annotations

from typing import TYPE_CHECKING

from touchmap.errors import UnknownNameError
from touchmap.files import load
from touchmap.project.reference_data import data_path

if TYPE_CHECKING:
    from touchmap.project import Project

EXAMPLES = ("telecom_isp", "insurer", "online_retailer")
"""Names of the shipped companies."""


def example(name: str = "telecom_isp") -> Project:
    """Load a shipped company, or a variant of one.

    Parameters
    ----------
    name
        ``telecom_isp``, ``insurer`` or ``online_retailer``; with a variant after a slash, as in
        ``online_retailer/seed_step``.

    Raises
    ------
    UnknownNameError
        If there is no such company or variant.

    >>> len(example("telecom_isp").processes)
    27
    """
    company, _, variant = name.partition("/")
    if company not in EXAMPLES:
        raise UnknownNameError(f"no example {company!r}; there are: {', '.join(EXAMPLES)}")
    project = load(data_path() / company)
    if not variant:
        return project
    if variant not in what_ifs(company):
        known = ", ".join(what_ifs(company)) or "none"
        raise UnknownNameError(f"{company} has no variant {variant!r}; there are: {known}")
    from touchmap.files.what_if import read_what_if

    return read_what_if(project, data_path() / company / "what_if" / f"{variant}.csv").apply(project)


def what_ifs(name: str) -> tuple[str, ...]:
    """Names of the variants of a shipped company.

    >>> what_ifs("online_retailer")
    ('seed_step', 'workshop')
    """
    return tuple(sorted(path.stem for path in (data_path() / name / "what_if").glob("*.csv")))

"""The three worked companies that come with touchmap."""

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
    """Load a shipped company.

    Parameters
    ----------
    name
        ``telecom_isp``, ``insurer`` or ``online_retailer``.

    Raises
    ------
    UnknownNameError
        If there is no such company.

    >>> len(example("telecom_isp").processes)
    27
    """
    if name not in EXAMPLES:
        raise UnknownNameError(f"no example {name!r}; there are: {', '.join(EXAMPLES)}")
    return load(data_path() / name)

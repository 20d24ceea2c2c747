"""What a new project starts with: the eight stages of the customer lifecycle."""

from __future__ import annotations

import re

from touchmap.project.lifecycle import Stage
from touchmap.project.model import Project
from touchmap.project.reference_data import reference_rows
from touchmap.project.settings import Settings


def default_stages() -> tuple[Stage, ...]:
    """The eight default stages, in the order of the customer's life.

    >>> [s.name for s in default_stages()][-1]
    'Keep, part & win back'
    """
    return tuple(
        Stage(stage_id=row["stage_id"], position=int(row["position"]), name=row["name"])
        for row in reference_rows("taxonomies")
    )


def blank_project(name: str, *, home_country: str = "NL", currency: str = "EUR") -> Project:
    """A project that holds nothing but its name and the default stages.

    Parameters
    ----------
    name
        Name of the company; its id is made from it.
    home_country
        ISO 3166 code of the company's home.
    currency
        ISO 4217 code every amount is shown in.

    >>> blank_project("Lumeo Telecom").settings.company_id
    'lumeo-telecom'
    """
    company_id = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:80] or "company"
    settings = Settings(company_id=company_id, name=name, home_country=home_country, currency=currency)
    return Project(settings=settings, stages=default_stages())

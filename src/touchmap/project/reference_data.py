"""The reference tables shipped with touchmap: where they are, and the table of locations."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from touchmap.errors import MissingDependencyError
from touchmap.project.vocabulary import TransferBasis

_HERE = Path(__file__).resolve()
_FOLDERS = (_HERE.parents[1] / "data", _HERE.parents[3] / "data")
"""Inside an installed package, and in a checkout."""


def data_path() -> Path:
    """Folder of the shipped data: the sample companies and the reference tables.

    Raises
    ------
    MissingDependencyError
        If the package was installed without its data.

    >>> (data_path() / "reference" / "locations.csv").is_file()
    True
    """
    for folder in _FOLDERS:
        if (folder / "reference").is_dir():
            return folder
    raise MissingDependencyError(
        "touchmap's data folder is missing; run: pip install --force-reinstall touchmap"
    )


def reference_rows(name: str) -> tuple[dict[str, str], ...]:
    """Rows of a reference table, as text.

    >>> reference_rows("taxonomies")[0]["name"]
    'Target & attract'
    """
    path = data_path() / "reference" / f"{name}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


@dataclass(frozen=True, slots=True)
class Location:
    """A country where customer contact can be done, with figures to start from (EUR)."""

    country: str
    """ISO 3166 two-letter code."""
    name: str
    sourcing_class: str
    """Distance as seen from north-western Europe, in words."""
    rate_low: float
    """Hourly rate per logged agent hour, ongoing basis (EUR)."""
    rate_typical: float
    rate_high: float
    rate_grade: str
    """Grade of the rates: A best … E an expert's assumption."""
    captive_rate: float
    """Full cost of an own paid hour there (EUR)."""
    labour_cost_per_hour: float | None
    wage_growth: float
    """Share per year."""
    wage_growth_grade: str
    attrition_low: float
    """Share of agents who leave per year."""
    attrition_typical: float
    attrition_high: float
    attrition_grade: str
    english_score: int | None
    """EF English Proficiency Index; none where English is native or the country is not listed."""
    english_grade: str
    location_rank_2016: str
    location_rank_2023: str
    transfer_basis: TransferBasis
    """Basis for personal data coming from the European Union."""
    transfer_note: str
    utc_offset: float
    """Winter time zone, in hours; the easternmost where there are several."""
    utc_offset_summer: float
    utc_note: str
    leave: str
    severance: str
    languages: tuple[str, ...]
    """Languages its contact centres work in."""
    native_languages: tuple[str, ...]
    limited_languages: tuple[str, ...]
    language_note: str
    sources: tuple[str, ...]


_NUMBERS = frozenset(
    {
        "rate_low",
        "rate_typical",
        "rate_high",
        "captive_rate",
        "labour_cost_per_hour",
        "wage_growth",
        "attrition_low",
    }
    | {"attrition_typical", "attrition_high", "utc_offset", "utc_offset_summer"}
)
_LISTS = frozenset({"languages", "native_languages", "limited_languages", "sources"})


def _value(column: str, text: str) -> object:
    if column in _LISTS:
        return tuple(part.strip() for part in text.split(";") if part.strip())
    if column in _NUMBERS:
        return float(text) if text else None
    if column == "english_score":
        return int(text) if text else None
    return TransferBasis(text) if column == "transfer_basis" else text


@cache
def locations() -> tuple[Location, ...]:
    """All countries of the locations table.

    >>> poland = next(l for l in locations() if l.country == "PL")
    >>> poland.rate_low, poland.rate_typical, poland.rate_high, poland.languages
    (13.0, 18.0, 23.0, ('pl', 'en', 'de'))
    """
    return tuple(
        Location(**{column: _value(column, text) for column, text in row.items()})  # type: ignore[arg-type]
        for row in reference_rows("locations")
    )

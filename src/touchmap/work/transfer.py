"""Legal basis on which a provider may see personal data."""

from __future__ import annotations

from touchmap.project import Project, Provider
from touchmap.project.vocabulary import Adequacy, SourcingModel, TransferBasis

EEA = frozenset(
    "AT BE BG HR CY CZ DE DK EE ES FI FR GR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK EU".split()  # noqa: SIM905
)
"""Members of the European Economic Area; ``EU`` stands for several of them."""
PERSONAL_DATA = 3
"""From this data class on, data is personal and needs a basis."""
SPECIAL_DATA = 4


ELSEWHERE = (SourcingModel.NEARSHORE, SourcingModel.OFFSHORE)
"""Sourcing models whose providers are abroad; a blank country is then not known, and not home."""


def transfer_basis(project: Project, provider: Provider) -> TransferBasis:
    """Legal basis for a provider: as stated, else from its country and the home country.

    >>> from touchmap.project import Project, Provider
    >>> p = Provider(provider_id="A", name="A", sourcing_model="nearshore", country="PL")
    >>> transfer_basis(Project(), p).value
    'EU'
    """
    if provider.transfer_basis is not None:
        return provider.transfer_basis
    home = project.settings.home_country
    if provider.country is None and provider.sourcing_model in ELSEWHERE:
        return TransferBasis.NONE
    country = provider.country or home
    if country == home:
        return TransferBasis.HOME
    for row in project.countries:
        if row.country == country and row.adequacy is not Adequacy.NONE:
            return TransferBasis(row.adequacy.value)
    return TransferBasis.EU if {country, home} <= EEA else TransferBasis.NONE

"""On what legal basis personal data may reach a provider."""

from __future__ import annotations

from touchmap.project import Project, Provider
from touchmap.project.vocabulary import Adequacy, TransferBasis

_MEMBERS = """
AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE IS LI NO EU
"""
EEA = frozenset(_MEMBERS.split())
"""Members of the European Economic Area; ``EU`` stands for several member states."""


def transfer_basis(project: Project, provider: Provider) -> TransferBasis:
    """Stated basis, else what the two countries give: home, as the table of countries says, EU, or none.

    >>> people = Provider(provider_id="A", name="A", sourcing_model="nearshore", country="PL")
    >>> transfer_basis(Project(), people).value
    'EU'
    """
    if provider.transfer_basis is not None:
        return provider.transfer_basis
    home = project.settings.home_country
    if provider.country is None and provider.sourcing_model.value in ("nearshore", "offshore"):
        return TransferBasis.NONE
    country = provider.country or home
    if country == home:
        return TransferBasis.HOME
    for row in project.countries:
        if row.country == country and row.adequacy is not Adequacy.NONE:
            return TransferBasis(row.adequacy.value)
    return TransferBasis.EU if {country, home} <= EEA else TransferBasis.NONE

"""Where the customer is, and on what basis personal data may reach a provider."""

import pytest

from tests.builders import company, stream, vendor
from touchmap.project import CountryRow
from touchmap.work.markets import market_of
from touchmap.work.transfer import transfer_basis


@pytest.mark.parametrize(
    ("language", "home", "market"),
    [
        ("de", "NL", "DE"),  # the first country of the language
        ("de", "AT", "AT"),  # the company's own, if the language is spoken there
        ("nl", "BE", "BE"),
        ("nl", "DE", "NL"),
        ("en", "NL", "GB"),
        ("en", "US", "US"),
        ("pt-BR", "NL", "BR"),  # a language may name its region
        ("xx", "NL", "NL"),  # language-neutral
        ("zu", "NL", "NL"),  # not in the list
    ],
)
def test_a_market_is_where_the_language_is_at_home(language, home, market):
    """A company at home where the language is spoken serves its own market."""
    assert market_of(stream(language=language), home) == market


def test_a_stated_market_goes_first():
    """What a stream says of its customers holds whatever their language."""
    assert market_of(stream(language="de", market="CH"), "DE") == "CH"


@pytest.mark.parametrize(
    ("country", "home", "basis"),
    [
        (None, "NL", "none"),  # a nearshore provider is abroad, nobody says where
        ("NL", "NL", "home"),
        ("PL", "NL", "EU"),
        ("NO", "NL", "EU"),  # in the EEA
        ("EU", "NL", "EU"),  # several member states
        ("PL", "GB", "none"),  # from outside
        ("GB", "NL", "adequate"),  # as the table of countries says
        ("US", "NL", "DPF"),
        ("ZA", "NL", "none"),  # in the table without adequacy
        ("CH", "NL", "none"),  # not in the table
    ],
)
def test_a_blank_basis_follows_from_the_countries(country, home, basis):
    """Home, else what the table of countries says, else two members of the EEA, else none."""
    rows = [
        CountryRow(country="GB", adequacy="adequate"),
        CountryRow(country="US", adequacy="DPF"),
        CountryRow(country="ZA", adequacy="none"),
    ]
    assert transfer_basis(company(*rows, home_country=home), vendor(country=country)).value == basis


@pytest.mark.parametrize("stated", ["SCC", "none", "home"])
def test_a_stated_basis_goes_first(stated):
    """What a provider's row says holds whatever the countries."""
    assert transfer_basis(company(), vendor(transfer_basis=stated)).value == stated

"""Where the customer is: distance and "abroad" are judged from the customer's market."""

from __future__ import annotations

from touchmap.project import DemandStream

_AT_HOME: dict[str, tuple[str, ...]] = {
    "nl": ("NL", "BE", "SR"),
    "fr": ("FR", "BE", "CH", "LU", "CA", "MA", "TN", "MG"),
    "de": ("DE", "AT", "CH", "LU", "BE"),
    "en": ("GB", "IE", "US", "CA", "AU", "NZ", "ZA", "IN", "PH", "SG", "JM"),
    "cy": ("GB",),
    "es": ("ES", "MX", "CO", "AR", "CL", "PE", "US"),
    "pt": ("PT", "BR"),
    "it": ("IT", "CH"),
    "pl": ("PL",),
    "cs": ("CZ",),
    "sk": ("SK",),
    "ro": ("RO",),
    "bg": ("BG",),
    "hu": ("HU",),
    "tr": ("TR",),
    "sq": ("AL",),
    "ar": ("EG", "MA", "TN"),
    "sv": ("SE", "FI"),
    "da": ("DK",),
    "no": ("NO",),
    "fi": ("FI",),
    "el": ("GR",),
    "hi": ("IN",),
    "fil": ("PH",),
}


def market_of(stream: DemandStream, home_country: str) -> str:
    """Country of a stream's customers: as stated, else where its language is at home.

    A language may name its region (``pt-BR``). Else the company's home country comes first if the
    language is spoken there; a language-neutral or unknown language belongs to the home country.

    >>> facts = {"process_id": "P", "contacts_per_month": 1, "handle_seconds": 1}
    >>> stream = DemandStream(demand_id="D", language="de", **facts)
    >>> market_of(stream, "NL"), market_of(stream, "BE")
    ('DE', 'BE')
    """
    if stream.market is not None:
        return stream.market
    language, _, region = stream.language.partition("-")
    if region:
        return region
    spoken_in = _AT_HOME.get(language, ())
    if home_country in spoken_in or not spoken_in:
        return home_country
    return spoken_in[0]

"""Names of languages."""

from touchmap.examples import EXAMPLES, example
from touchmap.project.reference_data import locations
from touchmap.report.text.languages import NEUTRAL, language_words


def test_every_language_of_the_samples_and_of_the_market_has_a_name():
    """None is shown as a bare code."""
    codes = {code for place in locations() for code in place.languages}
    for name in EXAMPLES:
        project = example(name)
        codes |= {d.language for d in project.demand} | {r.language for r in project.provider_languages}
    assert codes
    assert not [code for code in codes - {NEUTRAL} if not language_words(code).endswith(f" ({code})")]

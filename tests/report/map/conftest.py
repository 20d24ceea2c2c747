"""The samples as maps, drawn once."""

from collections.abc import Callable
from functools import cache

import pytest

from tests.report.map.drawn import Drawing
from tests.report.map.projects import hostile_project
from tests.report.plans import read_sample, result_of
from touchmap.plan import Result
from touchmap.project import Project
from touchmap.report.map.drawing import View, draw_map

SAMPLES = ("telecom_isp", "insurer", "online_retailer")


@pytest.fixture(scope="session")
def sample() -> Callable[[str], Project]:
    """A sample by its name."""
    return cache(read_sample)


@pytest.fixture(scope="session")
def plan_of(sample) -> Callable[[str], Result]:
    """Each package of a sample at its cheapest, by the sample's name."""
    return cache(lambda name: result_of(sample(name)))


@pytest.fixture(scope="session")
def drawn(sample, plan_of) -> Callable[..., Drawing]:
    """A sample drawn as an SVG: its name, view, whether a plan is shown."""

    @cache
    def draw(name: str, view: View = View.JOURNEY, planned: bool = False) -> Drawing:
        result = plan_of(name) if planned else None
        return Drawing(draw_map(sample(name), result, view=view))

    return draw


@pytest.fixture(scope="session")
def hostile() -> Project:
    """A project whose every name and id is hostile."""
    return hostile_project()


@pytest.fixture(scope="session")
def hostile_svg(hostile) -> Callable[[View], bytes]:
    """The hostile project drawn, by view."""
    return cache(lambda view: draw_map(hostile, view=view))

"""Pictures of the maps of the samples."""

from __future__ import annotations

from dataclasses import dataclass

from touchmap.report.map.colouring import ColourBy
from touchmap.report.map.drawing import View, draw_map

from .solved import sample, solved


@dataclass(frozen=True)
class Picture:
    """One picture in docs/images."""

    name: str
    sample: str
    scenario: str = ""
    """Plan to show; empty = today."""
    beside: str = ""
    view: View = View.JOURNEY
    colour_by: ColourBy = ColourBy.SOURCING
    names_only: bool = False

    @property
    def solves(self) -> bool:
        """Whether a scenario must be solved first."""
        return bool(self.scenario or self.beside)

    def svg(self) -> str:
        """Draw it."""
        return draw_map(
            sample(self.sample),
            solved(self.sample, self.scenario) if self.scenario else None,
            beside=solved(self.sample, self.beside) if self.beside else None,
            view=self.view,
            colour_by=self.colour_by,
            names_only=self.names_only,
        ).decode()


PICTURES = (
    Picture("map-telecom.svg", "telecom_isp", "blended"),
    Picture("map-telecom-names.svg", "telecom_isp", "blended", names_only=True),
    Picture("map-telecom-touch.svg", "telecom_isp", colour_by=ColourBy.TOUCH),
    Picture("map-telecom-dependencies.svg", "telecom_isp", view=View.DEPENDENCIES),
    Picture("map-insurer-hand-offs.svg", "insurer", "blended", view=View.HANDOFFS),
    Picture("map-insurer.svg", "insurer"),
    Picture("map-insurer-beside.svg", "insurer", beside="blended"),
    Picture("map-retailer.svg", "online_retailer", "blended", colour_by=ColourBy.PROVIDER),
)

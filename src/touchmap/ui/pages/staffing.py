"""Staffing."""

from touchmap.ui.desk import desk
from touchmap.ui.staffing.show import show_staffing

show_staffing(desk())

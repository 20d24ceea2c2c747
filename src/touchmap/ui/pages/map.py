"""Map."""

from touchmap.ui.desk import desk
from touchmap.ui.map.workbench import show_workbench

show_workbench(desk())

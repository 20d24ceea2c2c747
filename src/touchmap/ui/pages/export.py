"""Export."""

from touchmap.ui.desk import desk
from touchmap.ui.export.show import show_export
from touchmap.ui.parts.heading import heading
from touchmap.ui.say import say

here = desk()
show_export(here, heading(here, say("nav.export")))

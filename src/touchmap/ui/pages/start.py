"""Projects."""

from touchmap.ui.start.page import show_start

show_start()

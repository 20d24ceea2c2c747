"""History and minutes."""

from touchmap.ui.desk import desk
from touchmap.ui.history.show import show_history

show_history(desk())

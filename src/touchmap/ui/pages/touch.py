"""Touch round."""

from touchmap.ui.desk import desk
from touchmap.ui.touch.page import show_round

show_round(desk())

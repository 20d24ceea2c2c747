"""The board page: one printable page on a plan."""

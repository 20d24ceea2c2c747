"""How large a file may be before it is refused."""

from __future__ import annotations

MAX_FILE_BYTES = 50_000_000
"""Largest file, or folder of tables, that is read: 50 MB."""

MAX_ROWS = 200_000
"""Most rows in one table."""

MAX_NODES = 200_000
"""Most nodes in a map."""

MAX_EDGES = 500_000
"""Most edges in a map."""

MAX_DEPTH = 100
"""Deepest nesting of elements in a map."""

MAX_COLUMNS = 500
"""Most columns of a sheet that are looked at."""

MAX_UNPACKED_BYTES = 400_000_000
"""Largest workbook after unpacking: 400 MB."""

MAX_RATIO = 250
"""Largest compression a workbook may have; a normal one has 5 to 50."""

RATIO_MATTERS_FROM_BYTES = 10_000_000
"""Unpacked size from which the compression is looked at."""

MAX_PARTS = 2_000
"""Most files inside a workbook."""

MAX_SHOWN = 80
"""Longest value quoted in a message, in characters."""

MAX_OF_A_KIND = 500
"""Most problems of one kind listed for one column; the rest is counted."""

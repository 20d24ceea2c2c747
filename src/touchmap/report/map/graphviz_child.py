"""The process that runs Graphviz: DOT on standard input, the picture on standard output."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from pathlib import Path
from xml.sax.saxutils import escape

_FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>{folder}</dir>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <cachedir prefix="xdg">fontconfig</cachedir>
</fontconfig>
"""


def main() -> None:
    """Draw one graph: read engine, format, folder of fonts and DOT as a JSON list."""
    engine, fmt, fonts, dot = json.load(sys.stdin.buffer)
    with tempfile.TemporaryDirectory() as folder:
        settings = Path(folder) / "fonts.conf"
        settings.write_text(_FONTS.format(folder=escape(fonts)), encoding="utf-8")
        # Graphviz reads both when it is loaded: our font first, and dates of the same length everywhere.
        os.environ["FONTCONFIG_FILE"] = str(settings)
        os.environ["TZ"] = "UTC"
        from pygraphviz import AGraph

        sys.stdout.buffer.write(AGraph(string=dot).draw(prog=engine, format=fmt))


if __name__ == "__main__":
    main()

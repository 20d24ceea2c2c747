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
_FIRST = 'digraph { a [pos="0,0", fontname=Lato, label=<<B>a</B>b>] }'
"""Whoever draws letters for the first time looks for their font."""


def main() -> None:
    """Draw one graph: the folder of fonts is the argument; read engine, format and DOT as a JSON list.

    Everything but the graph, its font too, is loaded before it comes, so that a process may wait for it.
    """
    with tempfile.TemporaryDirectory() as folder:
        settings = Path(folder) / "fonts.conf"
        settings.write_text(_FONTS.format(folder=escape(sys.argv[1])), encoding="utf-8")
        # Graphviz reads both when it is loaded: our font first, and dates of the same length everywhere.
        os.environ["FONTCONFIG_FILE"] = str(settings)
        os.environ["TZ"] = "UTC"
        from pygraphviz import AGraph

        AGraph(string=_FIRST).draw(prog="nop2", format="svg")
        asked = sys.stdin.buffer.read()
        if asked:
            engine, fmt, dot = json.loads(asked)
            sys.stdout.buffer.write(AGraph(string=dot).draw(prog=engine, format=fmt))
            sys.stdout.buffer.flush()
    # The picture is out: nobody has to wait until Python has tidied up.
    os._exit(0)


if __name__ == "__main__":
    main()

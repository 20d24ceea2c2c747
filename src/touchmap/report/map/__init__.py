"""The map as a picture: composed here, drawn by Graphviz.

`drawing.draw_map` is the way in. A picture is composed as a scene (`scene`) by one of the views
(`journey_view`, `dependency_view`, `handoff_view`, `side_by_side`) from cards (`cards`) and links
(`links`), coloured by `colouring`; a journey map stands on a grid (`grid`) whose links find their ways
in `wires`. `dot` writes the scene in Graphviz's language, `graphviz` runs it.
"""

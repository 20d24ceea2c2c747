"""The touch round: one touchpoint at a time, what the index proposes and why, and what people decide.

`reasons` shows what the index proposes and why, `deciding` writes down what the room said, `page` puts the
page together, `keys` listens to the keyboard.
"""

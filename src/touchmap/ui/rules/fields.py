"""Keys of fields that are bound to a value: where the value changes elsewhere, the field shows it."""

from __future__ import annotations

from hashlib import sha256


def token(value: object) -> str:
    """A short word for a value, as part of a key.

    >>> token("a") == token("a"), token("a") == token("b")
    (True, False)
    """
    return sha256(repr(value).encode()).hexdigest()[:8]

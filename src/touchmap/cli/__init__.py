"""The command line: ``touchmap …``. It reads, asks the library and prints; it computes nothing."""

from __future__ import annotations


def main() -> None:
    """Run the command line; the entry point of ``touchmap``."""
    from touchmap.cli.app import app

    app(prog_name="touchmap")


__all__ = ["main"]

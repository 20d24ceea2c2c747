"""``python -m touchmap`` is ``touchmap``."""

from touchmap.cli import main

if __name__ == "__main__":
    main()

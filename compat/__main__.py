"""``python -m compat``, the same as ``compat``."""

from compat.cli.main import main

if __name__ == "__main__":
    main()

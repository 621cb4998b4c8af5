"""``python -m tracker``: the same as the ``tracker`` command, for where no script can be installed."""

from tracker.cli import main

if __name__ == "__main__":
    main()

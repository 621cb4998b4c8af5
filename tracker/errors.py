"""What can go wrong, each with its fix.

One root, a builtin beside each leaf: callers may catch either.  The message says what went wrong and
where; ``Fix:`` says what to do.  Wrong calls raise; faults inside a batch are gathered as rows.
"""


class TrackerError(Exception):
    """Root of every error this package raises on purpose.

    Parameters
    ----------
    fault
        What is wrong and where: file, line, series, figures.
    fix
        What the person can do about it.
    """

    def __init__(self, fault: str, *, fix: str) -> None:
        super().__init__(f"{fault}\nFix: {fix}")
        self.fault = fault
        self.fix = fix

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuild, (type(self), self.fault, self.fix))


def _rebuild(kind: type[TrackerError], fault: str, fix: str) -> TrackerError:
    """Make an error again from its parts (pickling keeps ``fix`` by keyword)."""
    return kind(fault, fix=fix)


class BadAmount(TrackerError, ValueError):
    """An amount whose bounds contradict each other."""


class BadClaim(TrackerError, ValueError):
    """A claim whose fields contradict each other."""


class BadArgument(TrackerError, ValueError):
    """A value given to a function that is of the wrong kind or out of range; the message names the argument."""


class BadReport(TrackerError, ValueError):
    """A file that holds no readable report: binary, empty, broken, encrypted."""


class MissingInput(TrackerError, FileNotFoundError):
    """A path that does not exist, or a folder with nothing to read."""


class UnwritableOutput(TrackerError, OSError):
    """A place that cannot be written."""


class EngineFailed(TrackerError, RuntimeError):
    """The processes that were to do the work cannot be started."""


class UnitMismatch(TrackerError, ValueError):
    """Amounts whose units cannot be set side by side."""


class MissingColumn(TrackerError, KeyError):
    """A table that lacks columns the method needs."""

    def __str__(self) -> str:  # KeyError would print the repr
        return str(self.args[0])


class BadTable(TrackerError, ValueError):
    """A table whose values break its schema."""


class UnknownId(TrackerError, LookupError):
    """An id of a claim, series or situation that is not in the tables."""


class MissingExtra(TrackerError, ImportError):
    """An optional package that this call needs is not installed."""


class BadConfiguration(TrackerError, ValueError):
    """A configuration file (situations.toml, decisions.csv, a lexicon) that cannot be used."""


class StoreError(TrackerError, OSError):
    """The store cannot be opened, read or appended to."""


class FetchError(TrackerError, OSError):
    """A public source that did not answer as documented."""

"""Every error says what is wrong and what to do, is also a builtin, and survives a process pool."""

from __future__ import annotations

import pickle

import pytest

from tracker import errors
from tracker.errors import TrackerError

KINDS = [
    kind
    for kind in vars(errors).values()
    if isinstance(kind, type) and issubclass(kind, TrackerError) and kind is not TrackerError
]


def test_there_are_errors() -> None:
    assert len(KINDS) > 10


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_says_fault_and_mend(kind: type[TrackerError]) -> None:
    fault = kind("flood.txt: it is empty", fix="save it again")
    assert str(fault) == "flood.txt: it is empty\nFix: save it again"
    assert (fault.fault, fault.fix) == ("flood.txt: it is empty", "save it again")


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_is_a_builtin_too(kind: type[TrackerError]) -> None:
    builtin = kind.__mro__[2]
    assert builtin.__module__ == "builtins"
    with pytest.raises(builtin):
        raise kind("wrong", fix="right")


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_goes_from_process_to_process(kind: type[TrackerError]) -> None:
    fault = pickle.loads(pickle.dumps(kind("wrong", fix="right")))
    assert type(fault) is kind
    assert (str(fault), fault.fault, fault.fix) == ("wrong\nFix: right", "wrong", "right")


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_a_mend_is_needed(kind: type[TrackerError]) -> None:
    with pytest.raises(TypeError):
        kind("wrong")  # type: ignore[call-arg]

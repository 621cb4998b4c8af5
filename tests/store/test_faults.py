"""What libraries below the store say is said in one line, with a fix."""

from __future__ import annotations

import pytest

pytest.importorskip("deltalake")

from tracker.errors import StoreError
from tracker.store.faults import LONGEST, explained, reason

CHAIN = "Generic S3 error\n  \x1b[31m\u21b3\x1b[0m Error performing GET\n   \x1b[31m\u21b3\x1b[0m {last}"


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ("disk on fire\n  at src/io.rs:12", "disk on fire"),
        (CHAIN.format(last="Connection refused (os error 111)"), "Generic S3 error: Connection refused (os error 111)"),
        (CHAIN.format(last="404") + "<Error><Message>No such bucket</Message></Error>", "Generic S3 error: No such bucket"),
        ("x" * 999, "x" * LONGEST),
        ("", "OSError"),
    ],
)  # fmt: skip
def test_one_line(said: str, wanted: str) -> None:
    assert reason(OSError(said)) == wanted


@pytest.mark.parametrize(
    ("path", "said", "fix"),
    [
        ("/data/store", "something odd", "tracker store verify"),
        ("s3://bucket/store", "something odd", "AWS_ENDPOINT_URL"),
        ("s3://bucket/store", "<Code>NoSuchBucket</Code>", "make the bucket"),
        ("s3://bucket/store", "URL scheme is not allowed", "AWS_ALLOW_HTTP"),
        ("/data/store", "Unsupported table feature", "pip install -U deltalake"),
    ],
)
def test_the_fix_fits(path: str, said: str, fix: str) -> None:
    with pytest.raises(StoreError, match="cannot be read") as caught, explained(path, "read"):
        raise OSError(said)
    assert fix in caught.value.fix

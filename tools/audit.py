"""Look for known faults of the packages in the lock files, where the network allows.

    python tools/audit.py requirements*.lock

Exit code 1 when there is one; a service that is out of reach, or knows none of the packages (a mirror without
its index of faults), is told in one line and is no failure: `make check` must work offline.
"""

from __future__ import annotations

import importlib.util
import json
import shutil
import subprocess
import sys
from collections.abc import Sequence

MOST_SECONDS = 60  # for each lock file
MOST_WAIT = 10  # for one answer of the service


def command() -> list[str] | None:
    """Return how pip-audit is started here, None where it is not."""
    if importlib.util.find_spec("pip_audit") is not None:
        return [sys.executable, "-m", "pip_audit"]
    found = shutil.which("pip-audit")
    return [found] if found else None


def audited(start: Sequence[str], lock: str) -> tuple[list[str], int] | str:
    """Return the faults of the packages in a lock file and how many packages were looked up, or why none was."""
    asked = ["--format", "json", "--progress-spinner", "off", "--timeout", str(MOST_WAIT), "--disable-pip"]
    try:
        done = subprocess.run(
            [*start, *asked, "--require-hashes", "-r", lock],
            capture_output=True, text=True, check=False, timeout=MOST_SECONDS, stdin=subprocess.DEVNULL,
        )  # fmt: skip
        packages = json.loads(done.stdout)["dependencies"]
    except subprocess.TimeoutExpired:
        return f"no answer within {MOST_SECONDS} s"
    except (OSError, ValueError, KeyError, TypeError):
        return "the service is out of reach"
    known = [package for package in packages if "skip_reason" not in package]
    if packages and not known:
        return "the service knows none of the packages"
    faults = [
        f"{package['name']} {package['version']}: {fault['id']}"
        + (f", fixed in {', '.join(fault['fix_versions'])}" if fault.get("fix_versions") else "")
        for package in known
        for fault in package.get("vulns", ())
    ]
    return faults, len(known)


def main(locks: Sequence[str]) -> int:
    """Say what was found; return the exit code."""
    start = command()
    if start is None:
        print("audit: not done, pip-audit is not here (pip install pip-audit)")
        return 0
    found: set[str] = set()
    looked_up = 0
    for lock in locks:
        got = audited(start, lock)
        if isinstance(got, str):
            print(f"audit: not done, {got}")
            break
        found.update(got[0])
        looked_up = max(looked_up, got[1])
    else:
        print(f"audit: {len(found)} known faults in up to {looked_up} packages of {len(locks)} lock files")
    for fault in sorted(found):
        print(f"audit: {fault}")
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))

"""``python -m tests.eval``: print every figure of accuracy this project states.

Reading (golden reports, both halves of the development reports), how well confidence sorts right from wrong, numbers, dates, reconciling, the whole way.
Parts whose data do not stand beside the repository are skipped with a line that says so.
``python -m tests.eval situations [FOLDER]`` scores folders of mixed reports instead (see situations.py).
"""

from __future__ import annotations

import argparse
import sys

from tests.eval import floors

PARTS = ("reading", "confidence", "numbers", "dates", "whole")


def main() -> None:
    """Print the parts asked for, compare with the floors, exit 1 when one is undercut."""
    if sys.argv[1:2] == ["situations"]:
        from tests.eval import situations

        situations.main(sys.argv[2:])
        return
    parser = argparse.ArgumentParser(prog="python -m tests.eval", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(PARTS)} (default: all)")
    parser.add_argument(
        "--errors", type=int, default=0, metavar="N", help="print up to N disagreements a part"
    )
    parser.add_argument(
        "--raise-floors", action="store_true", help="pin the figures that are better than their floor"
    )
    args = parser.parse_args()
    unknown = set(args.parts) - set(PARTS)
    if unknown:
        parser.error(f"no part {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")
    parts = args.parts or PARTS
    figures: dict[str, float] = {}
    if "reading" in parts:
        from tests.eval import reading

        figures |= reading.say(errors=args.errors)
        print()
    if "confidence" in parts:
        from tests.eval import calibrate

        figures |= calibrate.say()
        print()
    if "numbers" in parts:
        from tests.eval import number_suites

        number_suites.main(errors=args.errors)
        if number_suites.SUITES.is_dir():
            figures |= {f"numbers.{name}": number_suites.score(name).f1 for name in number_suites.NAMES}
        print()
    if "dates" in parts:
        from tests.eval import date_suites

        right = date_suites.main(errors=args.errors)
        figures |= {} if right is None else {"dates.right": right}
        print()
    if "whole" in parts:
        from tests.eval import whole_way

        figures |= whole_way.say()
        print()
    if args.raise_floors:
        floors.write(floors.raised(figures, floors.load() if floors.FILE.exists() else {}))
    worse = floors.undercut(figures, floors.load()) if floors.FILE.exists() else []
    print("floors: " + ("; ".join(worse) if worse else f"all {len(figures)} figures at or above"))
    raise SystemExit(1 if worse else 0)


if __name__ == "__main__":
    main()

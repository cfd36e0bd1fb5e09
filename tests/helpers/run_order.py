"""In which order the files of tests are read and run when several workers share a run.

Each worker must read every file, though it runs a part of them. Two that read in the same order
compile the same file at the same moment; two that read towards each other meet in the middle, and
what one has compiled the other only loads.

A worker takes one file after another. A long one that comes last keeps it busy while the others
have nothing left, so the long ones come first.
"""

from collections import Counter
from typing import Final

import pytest

LONGEST: Final = (
    "tests/end2end/test_demo_day.py",
    "tests/benchmarks/test_figures.py",
    "tests/faults/test_proofs.py",
    "tests/ui/test_stray_windows.py",
    "tests/ui/test_drawer_day.py",
    "tests/end2end/test_summons_at_the_window.py",
    "tests/ui/test_inquiry_pages.py",
    "tests/ui/test_payment_event_dialog.py",
    "tests/services/test_corrections.py",
    "tests/faults/test_concurrency.py",
    "tests/ui/test_cases_20_3_drawers.py",
    "tests/ui/test_small_screens.py",
    "tests/cli/test_entry_point.py",
    "tests/services/test_demo_office.py",
    "tests/ui/test_blind_window.py",
    "tests/ui/test_counting.py",
    "tests/storage/test_move.py",
    "tests/cli/test_acceptance_of_drawers.py",
    "tests/services/test_seen_version.py",
    "tests/ui/test_line.py",
    "tests/test_architecture.py",
    "tests/ui/test_crash.py",
    "tests/ui/test_cases_20_3_change.py",
    "tests/ui/test_quick_add_one_file.py",
    "tests/end2end/test_package.py",
    "tests/faults/test_failover.py",
    "tests/services/test_credit_machine.py",
    "tests/services/test_quick_add_killed.py",
    "tests/end2end/test_keyboard_stays.py",
    "tests/cli/test_third_party_rules.py",
)
"""Files that take longer than their number of tests tells, the longest first."""


def reads_backwards(config: pytest.Config) -> bool:
    """Whether this is a worker that reads from the end: every second one."""
    number = str(getattr(config, "workerinput", {}).get("workerid", "gw0")).removeprefix("gw")
    return int(number) % 2 == 1


def put_long_ones_first(items: list[pytest.Item]) -> None:
    """Sort by file, the longest first; tests of one file stay as they are."""
    files = [item.nodeid.partition("::")[0] for item in items]
    size = Counter(files)
    place = {file: at for at, file in enumerate(LONGEST)}
    by_file = {
        file: at
        for at, file in enumerate(
            sorted(size, key=lambda file: (place.get(file, len(place)), -size[file], file))
        )
    }
    items.sort(key=lambda item: by_file[item.nodeid.partition("::")[0]])

"""A disk as slow as a real one: a shim that makes each sync wait (reliability-details 0.2, E)."""

import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

_SOURCE: Final = Path(__file__).with_name("slow_sync.c")


def slow_disk(folder: Path, microseconds: int) -> Mapping[str, str] | None:
    """Environment of a process whose syncs take this much longer; ``None`` where it cannot be.

    Args:
        folder: where the compiled shim is kept.
        microseconds: added to each sync.
    """
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None or not sys.platform.startswith("linux"):
        return None
    library = folder / "slow_sync.so"
    if not library.exists():
        command = [compiler, "-O2", "-shared", "-fPIC", "-o", str(library), str(_SOURCE), "-ldl"]
        if subprocess.run(command, check=False, capture_output=True).returncode:  # noqa: S603
            return None
    return {"LD_PRELOAD": str(library), "SYNC_US": str(microseconds)}

"""Modules are loaded without a look into their source (P7)."""

import builtins
import linecache
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from posapp.ui.plain_imports import import_plainly


def test_p7_pyside_reads_no_source_of_what_is_loaded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("loaded_plainly", "its_neighbour"):
        (tmp_path / f"{name}.py").write_text("import its_neighbour\n" if "plainly" in name else "")
    monkeypatch.syspath_prepend(tmp_path)
    import_plainly()
    try:
        import_module("loaded_plainly")
        assert "its_neighbour" in sys.modules
        assert not [name for name in linecache.cache if name.startswith(str(tmp_path))]
    finally:
        for name in ("loaded_plainly", "its_neighbour"):
            sys.modules.pop(name, None)


def test_p7_the_window_itself_loads_plainly() -> None:
    script = "import builtins, posapp.ui; print(builtins.__import__.__name__)"
    ended = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, timeout=120, check=True
    )
    assert ended.stdout.strip() != "__feature_import__"


def test_p7_a_pyside_that_wraps_nothing_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    own = builtins.__import__
    monkeypatch.delattr(builtins, "__orig_import__")
    import_plainly()
    assert builtins.__import__ is own

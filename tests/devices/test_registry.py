"""Kinds of printers: ours, those of plug-ins, and plug-ins that are broken (never fatal)."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

import pytest

from posapp.devices.folder import FolderPrinter
from posapp.devices.registry import PRINTER_GROUP, make_printer, printer_factories
from posapp.devices.spooler import SystemPrinter
from posapp.errors import DeviceFailure


@dataclass
class Paperless:
    target: str
    name: str = "Paperless"

    def print_pdf(self, pdf: bytes, title: str) -> str:
        return f"{self.target}/{title}"


@dataclass
class FakePlugin:
    name: str
    loaded: Callable[[], Any]

    def load(self) -> Any:
        return self.loaded()


def broken() -> Any:
    raise ZeroDivisionError


def test_our_own_kinds(tmp_path: Path) -> None:
    kinds = printer_factories()
    assert make_printer(f"folder:{tmp_path}", kinds) == FolderPrinter(tmp_path)
    assert make_printer("queue:Window_2", kinds) == SystemPrinter("Window_2")
    assert make_printer("Window_2", kinds) == SystemPrinter("Window_2")
    assert make_printer("", kinds).name == "Default printer"


def test_a_plugin_adds_a_kind() -> None:
    kinds = printer_factories([FakePlugin("cloud", lambda: Paperless)])
    assert make_printer("cloud:a:b", kinds).print_pdf(b"", "t") == "a:b/t"


def test_entry_points_are_plugins() -> None:
    value = "posapp.devices.spooler:SystemPrinter"
    kinds = printer_factories([EntryPoint("second", value, PRINTER_GROUP)])
    assert make_printer("second:Desk", kinds) == SystemPrinter("Desk")


@pytest.mark.parametrize(
    ("plugin", "said"),
    [
        (FakePlugin("bad", broken), "could not be loaded"),
        (FakePlugin("bad", lambda: 7), "not a factory"),
        (FakePlugin("folder", lambda: Paperless), "name is taken"),
        (EntryPoint("bad", "posapp.none:none", PRINTER_GROUP), "could not be loaded"),
    ],
)
def test_a_broken_plugin_is_logged_and_left_out(
    plugin: Any, said: str, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    with caplog.at_level(logging.ERROR):
        kinds = printer_factories([plugin, FakePlugin("cloud", lambda: Paperless)])
    assert said in caplog.text
    assert sorted(kinds) == ["cloud", "folder", "queue"]
    assert make_printer(f"folder:{tmp_path}", kinds) == FolderPrinter(tmp_path)


def test_unknown_kind_and_missing_folder_are_sentences() -> None:
    kinds = printer_factories()
    with pytest.raises(DeviceFailure, match="there are: folder, queue"):
        make_printer("fax:123", kinds)
    with pytest.raises(DeviceFailure, match="Say which folder"):
        make_printer("folder:", kinds)

"""D-37: the pulse that opens a cash drawer, by queue, device and folder; every fault a sentence."""

import os
import stat
from pathlib import Path

import pytest

from posapp.devices.cash_drawer import PULSE, DeviceDrawer, QueueDrawer, make_drawer
from posapp.devices.spooler import SystemPrinter
from posapp.domain.ports import CashDrawer
from posapp.errors import DeviceFailure
from tests.helpers.every import every


def opened(setting: str) -> str:
    drawer = make_drawer(setting)
    assert drawer is not None
    return drawer.open_drawer()


def test_d37_a_folder_keeps_each_opening(tmp_path: Path) -> None:
    first, second = opened(f"folder:{tmp_path}"), opened(f"folder:{tmp_path}")
    assert first != second
    assert {path.read_bytes() for path in tmp_path.iterdir()} == {PULSE}


def test_d37_a_device_takes_the_pulse_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "lp0"
    path.write_bytes(b"")
    assert opened(f"device:{path}") == str(path)
    assert path.read_bytes() == PULSE == bytes([27, 112, 0, 25, 250])


def test_d37_a_device_that_is_not_there_or_not_read_is_a_failure(tmp_path: Path) -> None:
    with pytest.raises(DeviceFailure):
        DeviceDrawer(tmp_path / "none").open_drawer()
    assert list(tmp_path.iterdir()) == []
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(DeviceFailure):
        DeviceDrawer(tmp_path / "pipe").open_drawer()


def test_d37_the_queue_gets_it_raw(tmp_path: Path) -> None:
    program = tmp_path / "lp"
    program.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" > {tmp_path}/said; cat > {tmp_path}/sent\n')
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    drawer: CashDrawer = QueueDrawer(SystemPrinter("Till", command=str(program)))
    assert drawer.open_drawer() == "Till"
    assert (tmp_path / "sent").read_bytes() == PULSE
    assert (tmp_path / "said").read_text().splitlines()[:4] == ["-d", "Till", "-o", "raw"]


@every("setting", ["serial:COM1", "folder:", "device:  ", "queue:"])
def test_d37_what_is_no_drawer_is_said(setting: str) -> None:
    with pytest.raises(DeviceFailure, match="no cash drawer"):
        make_drawer(setting)


def test_d37_without_a_setting_there_is_none() -> None:
    assert make_drawer(" ") is None
    drawer = make_drawer("Window_2")
    assert drawer is not None
    assert drawer.name == "Window_2"

"""The system print queue: handed over once, every fault a sentence (reliability F14, R9)."""

import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from posapp.devices.spooler import SystemPrinter
from posapp.domain.ports import Printer
from posapp.errors import DeviceFailure

PDF = b"%PDF-1.4 \x00\xff paper"
Command = Callable[[str], str]


@pytest.fixture
def command(tmp_path: Path) -> Command:
    """Makes a program that stands where ``lp`` would."""

    def make(script: str) -> str:
        path = tmp_path / "lp"
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(path.stat().st_mode | stat.S_IXUSR)
        return str(path)

    return make


def test_sends_the_bytes_to_the_queue_and_names_the_job(command: Command, tmp_path: Path) -> None:
    program = command(
        f'printf "%s\\n" "$@" > {tmp_path}/arguments; cat > {tmp_path}/sent; '
        'echo "request id is Window_2-31 (1 file(s))"'
    )
    printer: Printer = SystemPrinter("Window_2", command=program)
    assert printer.print_pdf(PDF, "Receipt 1-1") == "Window_2 (job Window_2-31)"
    assert (tmp_path / "sent").read_bytes() == PDF
    arguments = (tmp_path / "arguments").read_text().splitlines()
    assert arguments[:2] == ["-d", "Window_2"]
    assert arguments[-4:] == ["-t", "Receipt 1-1", "--", "-"]


def test_without_a_queue_the_default_one_is_used(command: Command, tmp_path: Path) -> None:
    program = command(f'printf "%s\\n" "$@" > {tmp_path}/arguments; cat > /dev/null')
    printer = SystemPrinter(command=program)
    assert printer.print_pdf(PDF, "-o raw\x1b\n") == "Default printer"
    arguments = (tmp_path / "arguments").read_text().splitlines()
    assert "-d" not in arguments
    assert arguments[arguments.index("-t") + 1] == "-o raw "


def test_a_queue_that_refuses_says_why(command: Command) -> None:
    program = command("cat > /dev/null; echo 'lp: Error - out of paper.' >&2; exit 1")
    with pytest.raises(DeviceFailure) as failed:
        SystemPrinter("Desk", command=program).print_pdf(PDF, "Receipt 1")
    assert str(failed.value) == "Desk: The print queue refused: Error - out of paper."


def test_a_queue_that_dies_before_it_has_read_is_a_refusal(command: Command) -> None:
    program = command("exit 3")
    with pytest.raises(DeviceFailure, match="it gave no reason"):
        SystemPrinter("Desk", command=program).print_pdf(PDF * 100_000, "Receipt 1")


def test_a_queue_that_hangs_is_given_up_and_may_have_printed(command: Command) -> None:
    program = command("exec sleep 60")
    with pytest.raises(DeviceFailure, match="Look whether the paper came out"):
        SystemPrinter("Desk", command=program, timeout=0.3).print_pdf(PDF, "Receipt 1")


def test_a_computer_without_a_queue_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(DeviceFailure, match="is not installed"):
        SystemPrinter("Desk", command=str(tmp_path / "none")).print_pdf(PDF, "Receipt 1")
    blocked = tmp_path / "blocked"
    blocked.write_text("no program")
    with pytest.raises(DeviceFailure, match="cannot be started"):
        SystemPrinter("Desk", command=str(blocked)).print_pdf(PDF, "Receipt 1")


@pytest.mark.parametrize("queue", ["-o raw", "--help", "a b", "a/b", "x\n", "\x1b", "q" * 200])
def test_a_hostile_queue_name_never_reaches_the_command(
    queue: str, command: Command, tmp_path: Path
) -> None:
    program = command(f"touch {tmp_path}/started")
    with pytest.raises(DeviceFailure, match="not a name of a print queue"):
        SystemPrinter(queue, command=program).print_pdf(PDF, "Receipt 1")
    assert not os.path.exists(tmp_path / "started")  # noqa: PTH110

"""The log file masks numbers and keeps one line per message (R13)."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from posapp.log import MaskingFormatter, configure, masked, release


@pytest.fixture(autouse=True)
def no_file_left() -> Iterator[None]:
    yield
    release()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("account 0042118770601", "account ••0601"),
        ("card 4111 1111 1111 1111 no", "card ••1111 no"),
        ("card 4111-1111-1111-1111", "card ••1111"),
        ("at 2026-11-21 08:02 ok", "at 2026-11-21 08:02 ok"),
        ("check 2207, 12345678", "check 2207, 12345678"),
        ("micr 123456789", "micr ••6789"),
        ("١٢٣٤٥٦٧٨٩", "••٦٧٨٩"),
    ],
)
def test_r13_long_digit_runs_are_masked(text: str, shown: str) -> None:
    assert masked(text) == shown


def test_r13_message_arguments_and_tracebacks_are_masked(tmp_path: Path) -> None:
    path = configure(tmp_path / "logs")
    logger = logging.getLogger("posapp.test")
    logger.info("payor %s", "000123456789")
    try:
        int("bad account 9876543210")
    except ValueError:
        logger.exception("failed")
    text = path.read_text("utf-8")
    assert "payor ••6789" in text
    assert "bad account ••3210" in text
    assert "9876543210" not in text
    assert "000123456789" not in text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (
            "new row is refused\nDETAIL:  Failing row contains (7, Mu\n\nller).\n[SQL: INSERT]",
            "new row is refused\nDETAIL: •••\n[SQL: INSERT]",
        ),
        (
            "DETAIL:  Key (name)=(Müller) is there.\nHINT: look\nCONTEXT:  $1 = 'Müller'\n\nThe above",
            "DETAIL: •••\nHINT: look\nCONTEXT: •••\n\nThe above",
        ),
        (
            "refused\nDETAIL: •••\n2026-11-23T08:00:00.000Z ERROR a: next",
            "refused\nDETAIL: •••\n2026-11-23T08:00:00.000Z ERROR a: next",
        ),
        ("Details: the DETAIL of a row", "Details: the DETAIL of a row"),
    ],
)
def test_t20_what_a_server_tells_of_a_row_is_left_out(text: str, shown: str) -> None:
    assert masked(text) == shown


def test_a_line_break_cannot_fake_an_entry(tmp_path: Path) -> None:
    path = configure(tmp_path)
    logging.getLogger("posapp.test").warning("a\n2026 INFO posapp: fake\r\x1b[2J\tb")
    assert len(path.read_text("utf-8").splitlines()) == 1


def test_stamps_are_utc() -> None:
    record = logging.LogRecord("posapp", logging.INFO, "f", 1, "hello", None, None)
    record.created, record.msecs = 0.0, 7
    assert MaskingFormatter().format(record) == "1970-01-01T00:00:00.007Z INFO posapp: hello"


def test_configuring_again_moves_the_file(tmp_path: Path) -> None:
    configure(tmp_path / "a")
    path = configure(tmp_path / "b", "DEBUG")
    logging.getLogger("posapp.x").debug("seen")
    assert "seen" in path.read_text("utf-8")
    assert not (tmp_path / "a" / "posapp.log").exists()

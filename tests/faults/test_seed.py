"""What programs of the fault tests are forked from: they are as fresh ones (tests/helpers/seed.py)."""

from pathlib import Path

from tests.helpers.children import start

LOGS = """
import logging, sys
# One of them has the number of the file that the runner of the tests writes its log to.
files = [open(f"{sys.argv[1]}/{number}", "wb") for number in range(64)]
logging.warning("to be said")
logging.getLogger("posapp.crash").error("as well")
for file in files:
    file.close()
"""
ENDS = """
import atexit, sys, tempfile, threading
folder = tempfile.TemporaryDirectory(dir=sys.argv[1])
# What is still held when the script is done goes at the end of the program.
sys.kept = folder, threading.Event()
atexit.register(print, "at the end")
threading.Thread(target=lambda: sys.kept[1].wait(60) and print("in a thread")).start()
threading.Thread(target=lambda: 1 // 0).start()
sys.kept[1].set()
sys.stderr.write("\\udc80 on its way\\n")
sys.exit("no more")
"""


def said(script: str, folder: Path) -> tuple[int, str, str]:
    """How a child ended, and what it wrote to both its files."""
    with start(script, str(folder)) as child:
        try:
            out, err = child.communicate(timeout=60)
        finally:
            child.kill()
    return child.returncode, out, err


def test_what_a_child_logs_is_in_no_file_that_it_opened(tmp_path: Path) -> None:
    """The runner's own log is a file whose number is free again, for a database for one."""
    code, out, err = said(LOGS, tmp_path)
    assert (code, out) == (0, "")
    assert {file.read_bytes() for file in tmp_path.iterdir()} == {b""}
    assert [line.split(":")[-1] for line in err.splitlines()] == ["to be said", "as well"]


def test_a_child_ends_as_a_program_does(tmp_path: Path) -> None:
    """Threads are waited for and heard, then comes what is to be done at the end."""
    code, out, err = said(ENDS, tmp_path)
    assert (code, out) == (1, "in a thread\nat the end\n")
    assert "ZeroDivisionError" in err
    assert "\\udc80 on its way" in err
    assert "no more" in err
    assert list(tmp_path.iterdir()) == []

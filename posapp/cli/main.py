"""The ``posapp`` command: alone it opens the window, with a noun it does one thing and ends.

The command line's own modules load only when there is something to parse, the database libraries
only when a command needs them, so the window is there at once.
"""

import sys
from importlib import import_module


def run() -> None:
    """Entry point: open the window, or carry out the command of the arguments."""
    if len(sys.argv) > 1:
        import_module("posapp.cli.root").app(prog_name="posapp")
        return
    sys.exit(import_module("posapp.cli.window").open_window())

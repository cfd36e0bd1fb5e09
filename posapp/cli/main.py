"""The ``posapp`` command: alone it opens the window, with a noun it does one thing and ends.

The command line's own modules load only when there is something to parse, the database libraries
only when a command needs them, so the window is there at once.
"""

import gc
import sys
from importlib import import_module


def run() -> None:
    """Entry point: open the window, or carry out the command of the arguments."""
    if len(sys.argv) > 1:
        # What is loaded is no garbage, and at the end of the process nobody needs to know what is:
        # looking for it would take a third of a short command's time.
        gc.disable()
        try:
            root = import_module("posapp.cli.root")
            root.app(prog_name="posapp", obj=root.ALONE)
        finally:
            gc.freeze()
        return
    sys.exit(import_module("posapp.cli.window").open_window())

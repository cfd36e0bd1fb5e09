"""The tests.

What the run compiles it keeps, even where the environment asks for nothing to be kept: each worker
reads every file, and what one of them has compiled the others only load. Programs that tests start
keep to what they are told.
"""

import sys

if "pytest" in sys.modules:
    sys.dont_write_bytecode = False

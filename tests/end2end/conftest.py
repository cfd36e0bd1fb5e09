"""Tests of the program as a whole; what runs in this process needs no screen."""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

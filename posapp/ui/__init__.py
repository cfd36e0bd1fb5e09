"""PySide6 lives only here: windows, pages, dialogs, models; no SQL, no rules."""

from posapp.ui.plain_imports import import_plainly

import_plainly()

"""PySide6 lives only here: windows, pages, dialogs, models; no SQL, no rules."""

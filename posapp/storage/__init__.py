"""SQLAlchemy lives only here: tables, loads and records of facts; no decisions.

A session is the first argument ``s`` and never leaves. Money, import and report paths write Core
statements; ``*Row`` classes are the one definition of every table.
"""

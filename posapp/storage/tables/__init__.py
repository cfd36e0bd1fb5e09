"""The tables as ``*Row`` classes, one file per group of nouns; nothing but columns and constraints."""

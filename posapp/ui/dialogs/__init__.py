"""Dialogs: each collects one command and submits it once."""

"""Secrets: password hashes."""

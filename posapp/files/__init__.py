"""Readers of foreign files (CSV, JSON, XLSX) and the profiles that map them to our records."""

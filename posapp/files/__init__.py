"""Readers of foreign files and the TOML profiles that map them to our records.

``read_profile`` and ``shipped_profiles`` give profiles, ``read_mapped`` the records of a file,
``preview`` what a person looks at first. Storing is the services' work.
"""

from posapp.files.profile import Profile
from posapp.files.profile_store import read_profile, shipped_profiles
from posapp.files.reading import preview, read_mapped

__all__ = ["Profile", "preview", "read_mapped", "read_profile", "shipped_profiles"]

"""Property tests repeat: the same examples on every run, no time limit on a busy machine.

``pytest --hypothesis-profile=NAME`` asks for another profile, such as ``search`` for a night.
"""

from hypothesis import settings

settings.register_profile("repeatable", derandomize=True, deadline=None, database=None)
settings.register_profile("search", deadline=None, database=None, max_examples=10_000)
if settings.get_current_profile_name() == "default":
    settings.load_profile("repeatable")

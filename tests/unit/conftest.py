"""Generated examples aren't timed: other tests run at the same moment."""

from hypothesis import settings

settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")

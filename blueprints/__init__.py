"""One folder per thing that people do. Each feature registers itself through `init_app`."""

from flask import Flask

from blueprints import campaigns, certificates, classroom, contests, home, people, quizzes


def init_app(app: Flask) -> None:
    """Register every feature on `app`."""
    for feature in (home, people, contests, campaigns, certificates, classroom, quizzes):
        feature.init_app(app)

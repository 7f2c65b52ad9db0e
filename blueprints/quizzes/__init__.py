"""Team quizzes: question banks, the quiz desk, fair buzzers; practice and theory exams."""

import pkgutil
from importlib import import_module

from flask import Flask

from blueprints.contests.demo import world
from blueprints.people import actions as action_names
from blueprints.quizzes import actions, demo, live, routes
from blueprints.quizzes.blueprint import bp


def init_app(app: Flask) -> None:
    """Register the feature on `app`."""
    for package in (routes, live):
        for module in pkgutil.iter_modules(package.__path__):
            import_module(f"{package.__name__}.{module.name}")
    import_module(f"{__name__}.jobs")
    app.register_blueprint(bp)
    action_names.add(actions.NAMES)
    world.add_part(demo.create, demo.links)

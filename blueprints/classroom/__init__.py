"""Cloud classrooms: seasons, sessions, the room, chat, questions, polls, attendance, replay."""

import pkgutil
from importlib import import_module
from types import ModuleType

from flask import Flask


def init_app(app: Flask) -> None:
    """Register the feature on `app`."""
    from blueprints.classroom import actions, commands, demo, live, routes, video
    from blueprints.classroom.blueprint import bp
    from blueprints.contests.demo import world
    from blueprints.people import actions as action_names

    for package in (routes, live):
        _import_modules(package)
    app.register_blueprint(bp)
    video.init_app(app)
    app.cli.add_command(commands.classroom)
    action_names.add(actions.NAMES)
    world.add_part(demo.create, demo.links)


def _import_modules(package: ModuleType) -> None:
    """Import every module of `package`: what they declare, they declare on import."""
    for module in pkgutil.iter_modules(package.__path__):
        import_module(f"{package.__name__}.{module.name}")

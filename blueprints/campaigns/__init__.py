"""Campaigns: many contests under one theme, in tiers, with totals that are computed."""

import pkgutil
from importlib import import_module

from flask import Flask

from blueprints.campaigns import demo, routes
from blueprints.campaigns.blueprint import bp
from blueprints.contests.demo import world


def init_app(app: Flask) -> None:
    """Register the feature on `app`."""
    for module in pkgutil.iter_modules(routes.__path__):
        import_module(f"{routes.__name__}.{module.name}")
    app.register_blueprint(bp)
    world.add_part(demo.create, demo.links)

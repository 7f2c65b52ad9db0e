"""Pages of people, under /people."""

from blueprints.people.routes import accounts, audit, imports, organisations
from blueprints.people.routes.base import blueprint

__all__ = ["accounts", "audit", "blueprint", "imports", "organisations"]

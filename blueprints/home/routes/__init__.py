"""Start page, signing in, one's own account, and what machines ask for."""

from blueprints.home.routes import account, machines, signing_in, start
from blueprints.home.routes.base import blueprint

__all__ = ["account", "blueprint", "machines", "signing_in", "start"]

"""The demonstration's reading season: past sessions to watch again, one live, one to come."""

from blueprints.classroom.demo.season import create, links

__all__ = ["create", "links"]

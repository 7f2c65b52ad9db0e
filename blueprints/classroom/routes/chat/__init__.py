"""Addresses of the chat: of everybody in the room, and of staff."""

from blueprints.classroom.routes.chat import desks, log, room, rules, words

__all__ = ["desks", "log", "room", "rules", "words"]

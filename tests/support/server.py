"""A real server process, for what only a real server shows: sockets, browsers, crashes."""

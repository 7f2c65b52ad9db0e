"""What tests stand on: databases, servers and browsers of their own, never the developer's."""

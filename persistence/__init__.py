"""Postgres and Redis behind the ports of `hub.rooms.ports`, and their in-memory twins."""

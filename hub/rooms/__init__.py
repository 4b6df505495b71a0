"""Rooms: how a command becomes facts, and how everybody in the room sees them."""

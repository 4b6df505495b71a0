"""Clients of the hub: the sans-I/O client, ways to dial, receivers that only count, writers that keep a room busy."""

"""Nights with names: what a crowd does to a hub, and what must hold meanwhile."""

"""Servers that run in processes of their own, some in an environment of their own."""

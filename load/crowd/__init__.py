"""Thousands of sockets in processes of their own, cheap enough not to be what is measured."""

"""Accounts: people who sign in, on which devices, and how they prove who they are."""

from typing import Any

HANDLERS: tuple[Any, ...] = ()

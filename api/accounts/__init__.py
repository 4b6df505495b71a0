"""Accounts: people who sign in, on which devices, and how they prove who they are."""

from typing import Any

from api.accounts import passkeys, second, totp

HANDLERS: tuple[Any, ...] = (*second.HANDLERS, *totp.HANDLERS, *passkeys.HANDLERS)

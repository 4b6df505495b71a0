"""Accounts: people who sign in, on which devices, and how they prove who they are."""

from typing import Any

from api.accounts import (
    devices,
    mail_links,
    me,
    passkeys,
    proof,
    refresh,
    register,
    resets,
    second,
    sign_in,
    totp,
)

HANDLERS: tuple[Any, ...] = (
    *register.HANDLERS,
    *mail_links.HANDLERS,
    *resets.HANDLERS,
    *sign_in.HANDLERS,
    *refresh.HANDLERS,
    *second.HANDLERS,
    *proof.HANDLERS,
    *me.HANDLERS,
    *devices.HANDLERS,
    *totp.HANDLERS,
    *passkeys.HANDLERS,
)

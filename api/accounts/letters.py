"""What is mailed to people about their accounts. Links carry their secret behind `#`, which no server's log sees.

`language` counts where the address is no account's, or not this account's any more.
"""

from api.mail_texts import letter
from api.mailer import Letter
from api.settings import Settings


def verify(settings: Settings, address: str, secret: str, language: str | None = None) -> Letter:
    """Confirm the address of a new account, and choose its password."""
    return letter("verify", address, language=language, url=settings.public_url, secret=secret)


def known_already(settings: Settings, address: str, language: str | None = None) -> Letter:
    """Somebody signed up with an address that has an account."""
    return letter("known_already", address, language=language, url=settings.public_url)


def reset(settings: Settings, address: str, secret: str) -> Letter:
    """Choose another password."""
    return letter("reset", address, url=settings.public_url, secret=secret)


def change(settings: Settings, address: str, secret: str, language: str | None = None) -> Letter:
    """Confirm the new address of an account."""
    return letter("change", address, language=language, url=settings.public_url, secret=secret)


def changed(settings: Settings, address: str, now: str, secret: str, language: str | None = None) -> Letter:
    """For the old address: the account has another one now, and how to have this one back."""
    return letter("changed", address, language=language, url=settings.public_url, now=now, secret=secret)


def restored(address: str, language: str | None = None) -> Letter:
    """For the address that an account had in between."""
    return letter("restored", address, language=language)


def password_changed(settings: Settings, address: str) -> Letter:
    """The password is another one, and other devices are signed out."""
    return letter("password_changed", address, url=settings.public_url)


def passkey_added(settings: Settings, address: str, name: str) -> Letter:
    """Whoever has this passkey can sign in, also after another password."""
    return letter("passkey_added", address, url=settings.public_url, name=name)


def second_factor_on(settings: Settings, address: str) -> Letter:
    """Whoever has the app can sign in, and nobody without it."""
    return letter("second_factor_on", address, url=settings.public_url)


def recovery_codes_made(settings: Settings, address: str) -> Letter:
    """Whoever has one of them needs no app."""
    return letter("recovery_codes_made", address, url=settings.public_url)


def second_factor_off(settings: Settings, address: str) -> Letter:
    """The password is enough again."""
    return letter("second_factor_off", address, url=settings.public_url)

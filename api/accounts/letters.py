"""What is mailed to people about their accounts. Links carry their secret behind `#`, which no server's log sees."""

from api.mailer import Letter
from api.settings import Settings

_CLOSING = "\n\nIf this was not you, you need not do anything.\n"
_ASK = "\n\nIf this was not you, ask whoever runs this hub.\n"
_ALARM = "\n\nIf this was not you, set a new password: {url}/reset\n"
_TAKE_AWAY = "\n\nIf this was not you, set a new password within seven days, and take it away there: {url}/reset\n"


def verify(settings: Settings, address: str, secret: str) -> Letter:
    """Confirm the address of a new account, and choose its password."""
    asks = "Confirm that this address is yours and choose your password, within two days:"
    text = f"Welcome to Showhub. {asks}\n\n{_link(settings, secret)}"
    return Letter(address, "Confirm your address", text + _CLOSING)


def known_already(settings: Settings, address: str) -> Letter:
    """Somebody signed up with an address that has an account."""
    url = settings.public_url
    text = (
        "Somebody signed up to Showhub with this address, which has an account already.\n\n"
        f"Sign in: {url}/sign-in\nSet a new password: {url}/reset"
    )
    return Letter(address, "You have an account already", text + _CLOSING)


def reset(settings: Settings, address: str, secret: str) -> Letter:
    """Choose another password."""
    text = f"Set a new password, within one hour:\n\n{settings.public_url}/reset#{secret}"
    return Letter(address, "Set a new password", text + _CLOSING)


def change(settings: Settings, address: str, secret: str) -> Letter:
    """Confirm the new address of an account."""
    text = f"Confirm that your Showhub account is to have this address, within one day:\n\n{_link(settings, secret)}"
    return Letter(address, "Confirm your new address", text + _CLOSING)


def changed(settings: Settings, address: str, now: str, secret: str) -> Letter:
    """For the old address: the account has another one now, and how to have this one back."""
    text = f"Your Showhub account now has the address {now} instead of this one. Every device was signed out."
    back = "put this address back and choose a new password, within seven days:"
    alarm = f"\n\nIf this was not you, {back}\n\n{settings.public_url}/reset#{secret}\n"
    return Letter(address, "Your address was changed", text + alarm)


def restored(address: str) -> Letter:
    """For the address that an account had in between."""
    text = "A Showhub account that had this address has the one from before again. Every device was signed out."
    return Letter(address, "Your address was changed back", text + _ASK)


def password_changed(settings: Settings, address: str) -> Letter:
    """The password is another one, and other devices are signed out."""
    text = "The password of your Showhub account was changed. Every other device was signed out."
    return Letter(address, "Your password was changed", text + _ALARM.format(url=settings.public_url))


def passkey_added(settings: Settings, address: str, name: str) -> Letter:
    """Whoever has this passkey can sign in, also after another password."""
    text = f"A passkey, {name}, was added to your Showhub account: it signs in without your password."
    return Letter(address, "A passkey was added", text + _TAKE_AWAY.format(url=settings.public_url))


def second_factor_on(settings: Settings, address: str) -> Letter:
    """Whoever has the app can sign in, and nobody without it."""
    text = "Signing in to your Showhub account now asks for a code of an authenticator app."
    return Letter(address, "Codes were turned on", text + _TAKE_AWAY.format(url=settings.public_url))


def recovery_codes_made(settings: Settings, address: str) -> Letter:
    """Whoever has one of them needs no app."""
    text = "New recovery codes were made for your Showhub account: those from before are worth nothing."
    return Letter(address, "New recovery codes were made", text + _TAKE_AWAY.format(url=settings.public_url))


def second_factor_off(settings: Settings, address: str) -> Letter:
    """The password is enough again."""
    text = "Signing in to your Showhub account no longer asks for a code: the authenticator app was taken away."
    return Letter(address, "Codes were turned off", text + _ALARM.format(url=settings.public_url))


def _link(settings: Settings, secret: str) -> str:
    return f"{settings.public_url}/verify#{secret}"

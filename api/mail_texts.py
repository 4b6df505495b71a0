"""What is mailed to people, in every language there is, and which of them somebody reads."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from api.mailer import Letter


class Words(NamedTuple):
    """A mail before it is addressed: names in braces stand for what differs."""

    subject: str
    text: str


#: The language of whoever nobody knows anything about.
FIRST = "en"
_ACCEPTED = re.compile(r"\s*([a-zA-Z]{1,8})(?:-[a-zA-Z0-9-]+)?\s*(?:;\s*q\s*=\s*([01](?:\.[0-9]{0,3})?)\s*)?")
#: Of such a header more is no browser's.
ACCEPTED_CHARS = 500

_NOT_YOU_EN = "\n\nIf this was not you, "
_NOTHING_EN = f"{_NOT_YOU_EN}you need not do anything.\n"
_ALARM_EN = f"{_NOT_YOU_EN}set a new password: {{url}}/reset\n"
_TAKE_AWAY_EN = f"{_NOT_YOU_EN}set a new password within seven days, and take it away there: {{url}}/reset\n"
_NOT_YOU_DE = "\n\nWenn du das nicht warst, "
_NOTHING_DE = f"{_NOT_YOU_DE}brauchst du nichts zu tun.\n"
_ALARM_DE = f"{_NOT_YOU_DE}wähle ein neues Passwort: {{url}}/reset\n"
_TAKE_AWAY_DE = (
    f"{_NOT_YOU_DE}wähle innerhalb von sieben Tagen ein neues Passwort und nimm es dort weg: {{url}}/reset\n"
)

#: By language and name.
TEXTS: Mapping[str, Mapping[str, Words]] = MappingProxyType(
    {
        "en": {
            "verify": Words(
                "Confirm your address",
                "Welcome to Showhub. Confirm that this address is yours and choose your password, within two days:\n\n"
                f"{{url}}/verify#{{secret}}{_NOTHING_EN}",
            ),
            "known_already": Words(
                "You have an account already",
                "Somebody signed up to Showhub with this address, which has an account already.\n\n"
                f"Sign in: {{url}}/sign-in\nSet a new password: {{url}}/reset{_NOTHING_EN}",
            ),
            "reset": Words(
                "Set a new password",
                f"Set a new password, within one hour:\n\n{{url}}/reset#{{secret}}{_NOTHING_EN}",
            ),
            "change": Words(
                "Confirm your new address",
                "Confirm that your Showhub account is to have this address, within one day:\n\n"
                f"{{url}}/verify#{{secret}}{_NOTHING_EN}",
            ),
            "changed": Words(
                "Your address was changed",
                "Your Showhub account now has the address {now} instead of this one. Every device was signed out."
                f"{_NOT_YOU_EN}put this address back and choose a new password, within seven days:\n\n"
                "{url}/reset#{secret}\n",
            ),
            "restored": Words(
                "Your address was changed back",
                "A Showhub account that had this address has the one from before again. Every device was signed out."
                f"{_NOT_YOU_EN}ask whoever runs this hub.\n",
            ),
            "password_changed": Words(
                "Your password was changed",
                f"The password of your Showhub account was changed. Every other device was signed out.{_ALARM_EN}",
            ),
            "passkey_added": Words(
                "A passkey was added",
                "A passkey, {name}, was added to your Showhub account: it signs in without your password."
                f"{_TAKE_AWAY_EN}",
            ),
            "second_factor_on": Words(
                "Codes were turned on",
                f"Signing in to your Showhub account now asks for a code of an authenticator app.{_TAKE_AWAY_EN}",
            ),
            "recovery_codes_made": Words(
                "New recovery codes were made",
                "New recovery codes were made for your Showhub account: those from before are worth nothing."
                f"{_TAKE_AWAY_EN}",
            ),
            "second_factor_off": Words(
                "Codes were turned off",
                "Signing in to your Showhub account no longer asks for a code: the authenticator app was taken away."
                f"{_ALARM_EN}",
            ),
            "invitation": Words(
                "{name} invites you to {org}",
                "Hello,\n\n{name} invites you to {org} as {role}.\n\n"
                "Open this link to join; it works once, for {days} days:\n{url}/join#{secret}\n\n"
                "If you do not know what this is about, leave it: nothing happens.\n",
            ),
            "reminder": Words(
                "Answers are due: {title:.40}",
                "Some sections of the advance of {title} wait for your side, each to be answered by this day:\n\n"
                "{sections}\n\nAnswer here: {url}\n\n"
                "Submit a section when you have answered all you can: then nobody is reminded of it.\n",
            ),
        },
        "de": {
            "verify": Words(
                "Bestätige deine Adresse",
                "Willkommen bei Showhub. Bestätige innerhalb von zwei Tagen, dass diese Adresse dir gehört, und wähle "
                f"dein Passwort:\n\n{{url}}/verify#{{secret}}{_NOTHING_DE}",
            ),
            "known_already": Words(
                "Du hast schon ein Konto",
                "Jemand hat sich bei Showhub mit dieser Adresse registriert, und zu ihr gibt es schon ein Konto.\n\n"
                f"Anmelden: {{url}}/sign-in\nNeues Passwort wählen: {{url}}/reset{_NOTHING_DE}",
            ),
            "reset": Words(
                "Wähle ein neues Passwort",
                f"Wähle innerhalb einer Stunde ein neues Passwort:\n\n{{url}}/reset#{{secret}}{_NOTHING_DE}",
            ),
            "change": Words(
                "Bestätige deine neue Adresse",
                "Bestätige innerhalb eines Tages, dass dein Konto bei Showhub diese Adresse bekommen soll:\n\n"
                f"{{url}}/verify#{{secret}}{_NOTHING_DE}",
            ),
            "changed": Words(
                "Deine Adresse wurde geändert",
                "Dein Konto bei Showhub hat jetzt die Adresse {now} statt dieser. Alle Geräte wurden abgemeldet."
                f"{_NOT_YOU_DE}hol diese Adresse innerhalb von sieben Tagen zurück und wähle ein neues Passwort:\n\n"
                "{url}/reset#{secret}\n",
            ),
            "restored": Words(
                "Deine Adresse wurde zurückgeändert",
                "Ein Konto bei Showhub, das diese Adresse hatte, hat wieder die vorige. Alle Geräte wurden abgemeldet."
                f"{_NOT_YOU_DE}frag nach, wer diesen Hub betreibt.\n",
            ),
            "password_changed": Words(
                "Dein Passwort wurde geändert",
                "Das Passwort deines Kontos bei Showhub wurde geändert. Alle anderen Geräte wurden abgemeldet."
                f"{_ALARM_DE}",
            ),
            "passkey_added": Words(
                "Ein Passkey wurde hinzugefügt",
                "Zu deinem Konto bei Showhub wurde ein Passkey hinzugefügt, {name}: er meldet dich ohne Passwort an."
                f"{_TAKE_AWAY_DE}",
            ),
            "second_factor_on": Words(
                "Codes wurden eingeschaltet",
                f"Die Anmeldung bei Showhub fragt jetzt nach einem Code aus einer Authenticator-App.{_TAKE_AWAY_DE}",
            ),
            "recovery_codes_made": Words(
                "Neue Wiederherstellungscodes wurden erstellt",
                "Für dein Konto bei Showhub wurden neue Wiederherstellungscodes erstellt: die vorigen gelten nicht "
                f"mehr.{_TAKE_AWAY_DE}",
            ),
            "second_factor_off": Words(
                "Codes wurden ausgeschaltet",
                "Die Anmeldung bei Showhub fragt nicht mehr nach einem Code: die Authenticator-App wurde weggenommen."
                f"{_ALARM_DE}",
            ),
            "invitation": Words(
                "{name} lädt dich zu {org} ein",
                "Hallo,\n\n{name} lädt dich zu {org} ein. Deine Rolle: {role}.\n\n"
                "Öffne diesen Link, um beizutreten; er gilt einmal, {days} Tage lang:\n{url}/join#{secret}\n\n"
                "Wenn du nicht weißt, worum es geht, lass es: dann passiert nichts.\n",
            ),
            "reminder": Words(
                "Antworten fehlen: {title:.40}",
                "Einige Abschnitte der Produktionsliste von {title} warten auf eure Seite, jeder bis zu diesem Tag:\n\n"
                "{sections}\n\nHier antworten: {url}\n\n"
                "Reicht einen Abschnitt ein, wenn ihr alles beantwortet habt: dann wird niemand mehr daran erinnert.\n",
            ),
        },
    }
)
#: What roles are called, as the pages call them; in a language that is not here by their own names.
ROLES: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "de": {
            "owner": "Inhaber",
            "manager": "Leitung",
            "crew": "Team",
            "dj": "DJ oder Moderation",
            "streamer": "Streamer",
            "moderator": "Chat-Moderation",
            "viewer": "nur ansehen",
        }
    }
)


def letter(which: str, address: str, /, *, language: str | None = None, **values: str) -> Letter:
    """A mail in every language. `language`: what it is in when nobody knows what the owner of the address reads."""
    said = {each: _said(each, which, values) for each in TEXTS}
    return Letter(address, *said.pop(FIRST), said, language)


def _said(language: str, which: str, values: Mapping[str, str]) -> tuple[str, str]:
    role = values.get("role", "")
    known = {**values, "role": ROLES.get(language, {}).get(role, role)}
    words = TEXTS[language][which]
    return words.subject.format_map(known), words.text.format_map(known)


def read_by(accepted: str) -> str | None:
    """The language of ours that a browser likes best, by its Accept-Language; None when it says none of them."""
    liked: dict[str, float] = {}
    for part in accepted[:ACCEPTED_CHARS].split(","):
        found = _ACCEPTED.fullmatch(part)
        if found is None:
            continue
        language, much = found[1].lower(), float(found[2] or 1)
        if language in TEXTS and much > 0:
            liked.setdefault(language, much)
    return max(liked, key=lambda each: liked[each], default=None)

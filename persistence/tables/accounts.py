"""People who sign in: an account belongs to a person, not to an organisation. Times in milliseconds since the epoch."""

from piccolo.columns import BigInt, Boolean, Bytea, Integer, Text
from piccolo.constraints import Unique
from piccolo.table import Table


class Account(Table, tablename="account"):
    """Somebody who can sign in. `mail_key` is the address without regard to case; `password` an argon2id hash.

    `language` is the code of what they read, where that is known: mails are in it. `totp_secret` is sealed; it counts
    when `totp_since_ms` is set, and no step up to `totp_step` is taken again.
    """

    id = Text(primary_key=True, default=None)
    mail = Text(default=None)
    mail_key = Text(default=None)
    name = Text(default=None)
    password = Text(default=None)
    verified_at_ms = BigInt(default=None, null=True)
    totp_secret = Bytea(default=None, null=True)
    totp_since_ms = BigInt(default=None, null=True)
    totp_step = BigInt(default=None)
    platform_admin = Boolean(default=None)
    created_at_ms = BigInt(default=None)
    language = Text(default=None, null=True)

    account_mail = Unique(["mail_key"])


class Session(Table, tablename="session"):
    """A device that is signed in. Its refresh token is derived from the id and `generation`, so none is kept.

    `proven_at_ms` is when its owner last showed there who they are.
    """

    id = Text(primary_key=True, default=None)
    account = Text(default=None)
    generation = Integer(default=None)
    rotated_at_ms = BigInt(default=None)
    created_at_ms = BigInt(default=None)
    seen_at_ms = BigInt(default=None)
    device = Text(default=None)
    address = Text(default=None)
    ended_at_ms = BigInt(default=None, null=True)
    ended_why = Text(default=None, null=True)
    proven_at_ms = BigInt(default=None)


class MailToken(Table, tablename="mail_token"):
    """A link that was mailed, by the SHA-256 of its secret; `purpose` is verify, reset, change or restore.

    Spent = deleted.
    """

    hash = Bytea(primary_key=True, default=None)
    account = Text(default=None)
    purpose = Text(default=None)
    mail = Text(default=None)
    expires_at_ms = BigInt(default=None)


class RecoveryCode(Table, tablename="recovery_code"):
    """Lets its owner in once without the second factor, by the SHA-256 of account and code. Spent = deleted."""

    hash = Bytea(primary_key=True, default=None)
    account = Text(default=None)


class Passkey(Table, tablename="passkey"):
    """A WebAuthn credential."""

    credential = Bytea(primary_key=True, default=None)
    account = Text(default=None)
    public_key = Bytea(default=None)
    sign_count = BigInt(default=None)
    name = Text(default=None)
    created_at_ms = BigInt(default=None)
    used_at_ms = BigInt(default=None, null=True)


class Challenge(Table, tablename="challenge"):
    """A step of signing in that waits for the next: a second factor, a passkey. Spent = deleted."""

    hash = Bytea(primary_key=True, default=None)
    purpose = Text(default=None)
    account = Text(default=None, null=True)
    secret = Bytea(default=None)
    expires_at_ms = BigInt(default=None)


class AccountEvent(Table, tablename="account_event"):
    """What happened to an account, for its owner to read: signed in, password changed, a device ended."""

    id = Text(primary_key=True, default=None)
    account = Text(default=None)
    what = Text(default=None)
    device = Text(default=None)
    address = Text(default=None)
    at_ms = BigInt(default=None)


class Mail(Table, tablename="mail"):
    """A mail that nobody sends: where no SMTP server is set, `/dev/mail` shows them."""

    id = Text(primary_key=True, default=None)
    address = Text(default=None)
    subject = Text(default=None)
    text = Text(default=None)
    at_ms = BigInt(default=None)


class SigningKey(Table, tablename="signing_key"):
    """A key that signs, derived from the hub's secret and this id; the newest signs, none that is retired verifies."""

    id = Text(primary_key=True, default=None)
    created_at_ms = BigInt(default=None)
    retired_at_ms = BigInt(default=None, null=True)


class Answered(Table, tablename="answered"):
    """An answer to a request with an `Idempotency-Key`; `status` is null while the first one is at work."""

    account = Text(primary_key=True, default=None)
    key = Text(default=None)
    digest = Bytea(default=None)
    status = Integer(default=None, null=True)
    body = Bytea(default=None, null=True)
    at_ms = BigInt(default=None)


class Revoked(Table, tablename="revoked"):
    """Whoever came by this may stay no longer: `subject` is session:<id>, member:<org>:<account> or link:<id>.

    With `until_ms` it stands until then, for whoever comes, and `subject` is ban:<room>:<person> or room:<room>.
    """

    id = Text(primary_key=True, default=None)
    subject = Text(default=None)
    at_ms = BigInt(default=None)
    until_ms = BigInt(default=None, null=True)

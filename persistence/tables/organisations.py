"""Organisations: who is in one, its venues, shows and streams, who may enter, and what was done."""

from piccolo.columns import JSONB, Array, BigInt, Boolean, Bytea, Integer, Text
from piccolo.constraints import Unique
from piccolo.table import Table


class Org(Table, tablename="org"):
    """An organisation. `products` are of advance, tipjar and karaoke: they decide which pages are offered.

    `side` is band or venue: for whom it speaks in its advances; null, from before there were sides: the band.
    """

    org_id = Text(primary_key=True, default=None)
    name = Text(default=None)
    accent = Text(default=None)
    products = Array(base_column=Text(), default=None)
    side = Text(default=None, null=True)
    created_at_ms = BigInt(default=None)
    archived_at_ms = BigInt(default=None, null=True)


class Member(Table, tablename="member"):
    """An account in an organisation. `feed` is the SHA-256 of the secret in their calendar's address."""

    org_id = Text(primary_key=True, default=None)
    account = Text(default=None)
    role = Text(default=None)
    feed = Bytea(default=None, null=True)
    created_at_ms = BigInt(default=None)


class Invitation(Table, tablename="invitation"):
    """A mail that lets whoever has it join; `hash` is the SHA-256 of its secret."""

    org_id = Text(primary_key=True, default=None)
    id = Text(default=None)
    mail = Text(default=None)
    role = Text(default=None)
    hash = Bytea(default=None)
    invited_by = Text(default=None)
    created_at_ms = BigInt(default=None)
    expires_at_ms = BigInt(default=None)
    accepted_at_ms = BigInt(default=None, null=True)
    revoked_at_ms = BigInt(default=None, null=True)

    invitation_hash = Unique(["hash"])


class Venue(Table, tablename="venue"):
    """A house. `timezone` is an IANA name."""

    org_id = Text(primary_key=True, default=None)
    id = Text(default=None)
    name = Text(default=None)
    city = Text(default=None)
    address = Text(default=None)
    phone = Text(default=None)
    timezone = Text(default=None)
    notes = Text(default=None)
    created_at_ms = BigInt(default=None)
    archived_at_ms = BigInt(default=None, null=True)


class Show(Table, tablename="show"):
    """A night. `day` is YYYY-MM-DD at the venue; `status` hold, confirmed or cancelled; `version` counts changes."""

    org_id = Text(primary_key=True, default=None)
    id = Text(default=None)
    title = Text(default=None)
    venue = Text(default=None, null=True)
    day = Text(default=None)
    timezone = Text(default=None)
    status = Text(default=None)
    currency = Text(default=None)
    notes = Text(default=None)
    version = Integer(default=None)
    created_at_ms = BigInt(default=None)
    archived_at_ms = BigInt(default=None, null=True)


class Stream(Table, tablename="stream"):
    """Something to watch; `show` is null when it belongs to none."""

    org_id = Text(primary_key=True, default=None)
    id = Text(default=None)
    title = Text(default=None)
    show = Text(default=None, null=True)
    created_at_ms = BigInt(default=None)
    archived_at_ms = BigInt(default=None, null=True)


class Advance(Table, tablename="advance"):
    """The advance of a show: made with its parts, its code and its room in one act."""

    org_id = Text(primary_key=True, default=None)
    show = Text(default=None)
    status = Text(default=None)
    revision = Integer(default=None)
    created_by = Text(default=None)
    created_at_ms = BigInt(default=None)


class AdvancePart(Table, tablename="advance_part"):
    """A section of an advance; `state` is open, submitted or signed_off."""

    org_id = Text(primary_key=True, default=None)
    show = Text(default=None)
    section = Text(default=None)
    state = Text(default=None)


class AccessLink(Table, tablename="access_link"):
    """A way in without an account; `hash` is the SHA-256 of its secret, `sections` empty means all of them.

    `party` is the side that whoever has it speaks for, band or venue; null: the one of its role.
    """

    org_id = Text(primary_key=True, default=None)
    id = Text(default=None)
    show = Text(default=None)
    name = Text(default=None)
    hash = Bytea(default=None)
    role = Text(default=None)
    party = Text(default=None, null=True)
    sections = Array(base_column=Text(), default=None)
    can_write = Boolean(default=None)
    opens_at_ms = BigInt(default=None)
    closes_at_ms = BigInt(default=None, null=True)
    created_by = Text(default=None)
    created_at_ms = BigInt(default=None)
    revoked_at_ms = BigInt(default=None, null=True)
    used_at_ms = BigInt(default=None, null=True)

    access_link_hash = Unique(["hash"])


class ShowCode(Table, tablename="show_code"):
    """Eight characters that say which show is meant, and let nobody in."""

    code = Text(primary_key=True, default=None)
    org_id = Text(default=None)
    show = Text(default=None)


class Ticket(Table, tablename="ticket"):
    """Opens one socket once, within seconds; `hash` is the SHA-256 of its secret. Spent = deleted."""

    hash = Bytea(primary_key=True, default=None)
    org_id = Text(default=None)
    grant = JSONB(default=None)
    expires_at_ms = BigInt(default=None)


class Audit(Table, tablename="audit"):
    """Who did what, from where, and what it was before and after. Rows are only ever added."""

    org_id = Text(primary_key=True, default=None)
    id = Text(default=None)
    at_ms = BigInt(default=None)
    account = Text(default=None)
    name = Text(default=None)
    what = Text(default=None)
    about = Text(default=None)
    address = Text(default=None)
    before = JSONB(default=None, null=True)
    after = JSONB(default=None, null=True)

"""The files of shows, and those that are still being sent. The bytes stand in the store, by organisation and id."""

from piccolo.columns import Array, BigInt, Bytea, Text
from piccolo.table import Table


class File(Table, tablename="file"):
    """A file that was looked at. `told_at_ms` is null until its room has heard of it."""

    org_id = Text(primary_key=True, default=None)
    id = Text(default=None)
    show = Text(default=None)
    field = Text(default=None)
    name = Text(default=None)
    size = BigInt(default=None)
    type = Text(default=None)
    sha256 = Bytea(default=None)
    person = Text(default=None)
    person_name = Text(default=None)
    created_at_ms = BigInt(default=None)
    told_at_ms = BigInt(default=None, null=True)


class Upload(Table, tablename="upload"):
    """A file on its way: `received` of `size` bytes stand in the store, in the pieces named in `pieces`, in order."""

    org_id = Text(primary_key=True, default=None)
    id = Text(default=None)
    show = Text(default=None)
    field = Text(default=None)
    name = Text(default=None)
    size = BigInt(default=None)
    received = BigInt(default=None)
    pieces = Array(base_column=Text(), default=None)
    person = Text(default=None)
    person_name = Text(default=None)
    created_at_ms = BigInt(default=None)
    finishing_at_ms = BigInt(default=None, null=True)

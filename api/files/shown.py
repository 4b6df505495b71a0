"""The files of a show as people see them."""

from msgspec import Struct

from hub.kernel import Id, Millis
from persistence.files import File


class FileSeen(Struct, frozen=True):
    """A file at a question of the form; `by` is the name of who brought it, `sha256` is in hex."""

    id: Id
    field: str
    name: str
    size: int
    type: str
    sha256: str
    by: str
    created_at_ms: Millis


def seen(file: File) -> FileSeen:
    """A file as those see it who may."""
    return FileSeen(
        file.id, file.field, file.name, file.size, file.type, file.sha256, file.person_name, file.created_at_ms
    )

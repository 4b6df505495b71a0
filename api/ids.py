"""Ids that nobody can guess and nobody else has."""

import secrets
from base64 import urlsafe_b64encode
from collections.abc import Callable

#: 72 bits of chance, as 12 characters.
ID_BYTES, ID_CHARS = 9, 12
#: Chance is asked of the kernel for so many at once: each asking costs as much as all the rest of an id.
IDS = 256


def fresh_ids() -> Callable[[], str]:
    """A source of ids, for one process: one that forks would give the same ones on both sides."""
    drawn: list[str] = []

    def fresh_id() -> str:
        if not drawn:
            text = urlsafe_b64encode(secrets.token_bytes(ID_BYTES * IDS)).decode()
            drawn.extend(text[at : at + ID_CHARS] for at in range(0, len(text), ID_CHARS))
        return drawn.pop()

    return fresh_id

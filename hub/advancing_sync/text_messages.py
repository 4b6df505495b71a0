"""What people ask of a long text, and what then happened to it.

A long text has a document in the format of Yjs, so that what people type at once merges by character. `update` is what
`Y.encodeStateAsUpdate` and the `update` event of Yjs give (their first version), base64 in JSON.
"""

from typing import Annotated, TypeAlias

from msgspec import Meta

from hub.advancing_sync.messages import FieldKey, Stamp
from hub.kernel import Command, Fact, Millis

#: In base64 it fits into a frame. Ten thousand characters of four bytes each are 40,000.
UPDATE_BYTES_MAX = 46 * 1024

Update: TypeAlias = Annotated[bytes, Meta(min_length=2, max_length=UPDATE_BYTES_MAX)]


class ChangeText(Command, frozen=True, tag="advance.text"):
    """Type into a long text. `generation` names the document that the update builds on: `texts` of the state has it.

    Whoever has no Yjs writes the whole value with `advance.edit`.
    """

    field: FieldKey
    generation: Stamp
    update: Update


class TextChanged(Fact, frozen=True, tag="advance.text_changed"):
    """A text was typed into: `update` joins its document, and the value has `put` where it had `was`.

    `at` counts characters (code points) from the start. `client` is Yjs' id of the page that typed, 0 when it only
    removed, 1 for what the hub wrote for somebody.
    """

    field: str
    generation: str
    update: bytes
    client: int
    at: int
    was: str
    put: str
    stamp: str
    by: str
    name: str
    at_ms: Millis
    party: str = ""
    source: str = "typed"


class TextPacked(Fact, frozen=True, tag="advance.text_packed"):
    """The document of the value with this stamp, whole: it takes the place of what was kept of it so far.

    Another generation: what is gone was left out, and whoever types on puts their changes into this document.
    """

    field: str
    generation: str
    doc: bytes
    stamp: str
    by: str
    at_ms: Millis

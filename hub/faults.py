"""What an entry of the catalogue of errors is, and those about documents and files. The catalogue: `hub.errors`."""

from msgspec import Struct


class Fault(Struct, frozen=True):
    """One entry of the catalogue."""

    code: str
    say: str
    status: int = 400
    close: int = 0
    retry: bool = False


#: Documents, lists in and out, files.
PAPERS = (
    Fault("file.unknown", "There is no such file: it may have been removed.", 404),
    Fault("file.no_upload", "There is no such upload: begin it again.", 404),
    Fault("file.offset", "Go on at byte {offset}: the hub has what is before it.", 409),
    Fault("file.piece", "Send {min} to {max} bytes at once; only the last piece may be shorter.", 413),
    Fault("file.too_big", "A file may have {max} MiB: make it smaller, or send it in parts.", 413),
    Fault("file.quota", "Remove files first: those of your organisation fill all of its {max} MiB.", 409),
    Fault("file.too_many", "Remove a file first: a show has at most {max}.", 409),
    Fault("file.uploads", "Finish or cancel another upload first: {max} of yours are on their way.", 409),
    Fault("file.finishing", "This file is being checked: ask again in a moment.", 409, 0, retry=True),
    Fault("file.broken", "Send the file again: what arrived is not what you have.", 422),
    Fault("file.name", "Give the file a name of at most {max} characters, with an ending.", 422),
    Fault("file.type", "Send another kind of file: kept are {kinds}.", 415),
    Fault("file.misnamed", "Rename the file: its content is that of a .{ending} file.", 415),
    Fault("file.infected", "Check your device: the scanner found something harmful, and the file was deleted.", 422),
    Fault(
        "file.unscanned",
        "The scanner cannot look at this file right now: finish the upload again in a moment.",
        503,
        0,
        retry=True,
    ),
    Fault(
        "file.full", "The hub has no space left: tell whoever runs it; nothing of this was kept.", 507, 0, retry=True
    ),
    Fault("file.busy", "Many files are on their way: send this again in a moment.", 429, 0, retry=True),
    Fault("file.slow", "Send smaller pieces: this one took too long to arrive.", 408, 0, retry=True),
    Fault("file.link_invalid", "Open the file from the form again: this link is not one of ours.", 404),
    Fault("file.link_expired", "Open the file from the form again: this link has expired.", 410),
    Fault("file.no_pages", "Download the file instead: its pages cannot be shown here.", 422),
    # documents
    Fault("document.busy", "Many documents are being made: ask for it again in a moment.", 503, 0, retry=True),
    Fault("document.too_large", "This document is too much for a press: ask for some of its sections.", 422),
    Fault("document.no_revision", "This advance has no revision {revision}: take one that its page lists.", 404),
    Fault("document.no_seq", "Nothing has come so far as {seq} in this room: take a lower number.", 404),
)

"""An example of everything that crosses the HTTP side, so that a reader sees what a schema means.

What a person would write stands here by the name of its field; everything else follows from its schema.
"""

import re
from collections.abc import Mapping
from typing import Any, TypeAlias

Json: TypeAlias = dict[str, Any]

#: By the name of a field, or of a schema and its field where the name alone does not say it. The first that fits its
#: schema is taken.
FIELDS: Mapping[str, tuple[Any, ...]] = {
    "Addressed.sections": ([{"section": "hospitality", "label": "Hospitality", "day": "2026-12-24"}],),
    "WantedForm.sections": ([{"key": "parking", "label": "Parking", "fields": [{"key": "bus", "label": "Bus"}]}],),
    "about": ("sh_7Qd2",),
    "accent": ("#7c5cff",),
    "account": ("a_1f3K",),
    "address": ("Spreeufer 1, Berlin", "203.0.113.7"),
    "artist": ("Gloria Gaynor",),
    "agent": ("Firefox on Linux",),
    "browser": ("Firefox",),
    "challenge": ("Zk0yR3VpZXN0ZXJuZGVy",),
    "city": ("Berlin",),
    "closes_at_ms": (1_796_500_800_000,),
    "code": ("K7MPX3QA", "123456"),
    "created_at_ms": (1_795_896_000_000,),
    "currency": ("eur", "EUR"),
    "cursor": ("WyIyMDI2LTEyLTMxIiwieF85azNmIl0",),
    "day": ("2026-12-31",),
    "device": ("Firefox on Linux",),
    "found": ([],),
    "id": ("x_9k3f",),
    "invitation": ("i_5tR8",),
    "invited_by": ("Ana",),
    "kind": ("show",),
    "link": ("l_2bN6",),
    "mail": ("ana@example.org",),
    "name": ("Ana",),
    "new": ("the bus leaves at midnight",),
    "notes": ("Load in through the yard.",),
    "old": ("doors open at eight o'clock",),
    "org": ("o_4hJm",),
    "password": ("doors open at eight o'clock",),
    "person": ("a_1f3K",),
    "phone": ("+49 30 1234567",),
    "products": (["advance", "karaoke"],),
    "q": ("berlin",),
    "recovery": (["7KQ2-M9XA", "H4TR-2WPC"],),
    "role": ("crew",),
    "room": ("show/sh_7Qd2",),
    "sections": (["hospitality"],),
    "secret": ("bm8gc2VjcmV0IGhlcmU",),
    "session": ("s_8vLp",),
    "show": ("sh_7Qd2",),
    "status": ("confirmed", "not_sent"),
    "stream": ("st_6cWy",),
    "svg": ("<svg></svg>",),
    "system": ("Linux",),
    "text": ("19:30",),
    "timezone": ("Europe/Berlin",),
    "title": ("Winter tour, last night",),
    "token": ("dGhpcyBpcyBub3QgYSBzZWNyZXQ", "eyJhbGciOiJIUzI1NiJ9.e30.c2ln"),
    "type": ("public-key",),
    "uri": ("otpauth://totp/Showhub:ana%40example.org?secret=JBSWY3DPEHPK3PXP&issuer=Showhub",),
    "url": ("https://hub.example.org/open#dGhpcyBpcyBub3QgYSBzZWNyZXQ",),
    "venue": ("v_3gDz",),
    "what": ("show.archived",),
    "OrganisationSeen.name": ("Lantern Touring",),
    "Mine.name": ("Lantern Touring",),
    "Listed.name": ("Lantern Touring",),
    "Noted.address": ("203.0.113.7",),
    "Happened.address": ("203.0.113.7",),
    "SignedInDevice.address": ("203.0.113.7",),
    "Venue.id": ("v_3gDz",),
    "Show.id": ("sh_7Qd2",),
    "Home.id": ("sh_7Qd2",),
    "Stream.id": ("st_6cWy",),
    "Song.title": ("I Will Survive",),
    "Done.what": ("advance.edited",),
    "Done.about": ("show.doors",),
    "Happened.what": ("signed_in",),
    "NewVenue.name": ("Kesselhaus",),
    "Venue.name": ("Kesselhaus",),
    "venue_name": ("Kesselhaus",),
    "VenueChange.name": ("Kesselhaus",),
    "NewStream.title": ("Backstage",),
    "Stream.title": ("Backstage",),
    "Beginning.field": ("files.stage_plot_link",),
    "Beginning.name": ("stage plot.pdf",),
    "UploadSeen.name": ("stage plot.pdf",),
    "FileSeen.name": ("stage plot.pdf",),
    "FileSeen.type": ("application/pdf",),
    "digest": ("3b1f5d7c9a2e4f60718293a4b5c6d7e8",),
    "Preview.field": ("guest_list.guests",),
    "Preview.columns": (["name", "plus"],),
    "Preview.unknown": (["Shoe size"],),
    "Preview.encoding": ("UTF-8",),
    "Preview.separator": ("comma",),
    "Change.what": ("change",),
    "Change.row": ("r_2hTq",),
    "Told.what": ("change",),
    "Told.row": ("r_2hTq",),
    "Told.code": ("",),
    "Told.say": ("",),
    "Cell.column": ("plus",),
    "Cell.label": ("Plus",),
    "Cell.before": ("1",),
    "Cell.after": ("2",),
    "Fault.column": ("Plus",),
    "Fault.code": ("advance.wrong_type",),
    "Fault.say": ("Plus takes a number.",),
    "by": ("Ana",),
    "sha256": ("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",),
    "download": ("/api/files/f_8sTq/content?token=eyJhbGciOiJIUzI1NiJ9.e30.c2ln",),
}
_TIME_MS = 1_795_896_000_000
_DEPTH_MAX = 8


class Examples:
    """Examples out of the schemas of a description, which stand under `components`."""

    def __init__(self, schemas: Mapping[str, Json]) -> None:
        self._schemas = schemas

    def of(self, schema: Json, name: str = "", depth: int = 0) -> Any:
        """A value that the schema allows; `name` is the field it stands in, with its schema's title before it."""
        if "$ref" in schema:
            title = schema["$ref"].rpartition("/")[2]
            return self.of(self._schemas[title], name if "enum" in self._schemas[title] else title, depth + 1)
        for value in _written(schema, name):
            if allows(schema, value):
                return value
        for many in ("oneOf", "anyOf", "allOf"):
            if schema.get(many):
                rest = {key: value for key, value in schema.items() if key != many}
                return self.of({**rest, **schema[many][0]}, name, depth)
        return self._derived(schema, name, depth)

    def _derived(self, schema: Json, name: str, depth: int) -> Any:
        match schema.get("type"):
            case "object":
                fields: Mapping[str, Json] = {} if depth > _DEPTH_MAX else schema.get("properties", {})
                title = name.rpartition(".")[2]
                return {each: self.of(inner, f"{title}.{each}", depth + 1) for each, inner in fields.items()}
            case "array":
                return [] if depth > _DEPTH_MAX else [self.of(schema.get("items", {}), name, depth + 1)]
            case "integer" | "number" as kind:
                # The framework writes every limit with a point, and 0.0 is no whole number to whoever reads it.
                least = int(schema.get("minimum", 1)) if kind == "integer" else schema.get("minimum", 1)
                return max(least, _TIME_MS) if name.endswith("_ms") and "maximum" not in schema else least
            case "boolean":
                return True
            case "string":
                return "x" * max(1, schema.get("minLength", 0))
            case _:
                return {}


def _written(schema: Json, name: str) -> list[Any]:
    """What somebody wrote for such a field, the best first."""
    own = [schema[key] for key in ("const", "example") if key in schema]
    field = name.rpartition(".")[2]
    return [*own, *schema.get("examples", ()), *FIELDS.get(name, ()), *FIELDS.get(field, ()), *schema.get("enum", ())]


def allows(schema: Json, value: Any) -> bool:
    """Whether a schema of one value, no object and no reference, allows a text, number or list."""
    choices = schema.get("oneOf") or schema.get("anyOf")
    if choices:
        rest = {key: inner for key, inner in schema.items() if key not in {"oneOf", "anyOf"}}
        return any(allows({**rest, **each}, value) for each in choices if "$ref" not in each)
    several: str | list[str] = schema.get("type", "")
    if isinstance(several, list):
        return any(allows({**schema, "type": each}, value) for each in several)
    kinds = {"string": str, "integer": int, "number": (int, float), "boolean": bool, "array": list, "null": type(None)}
    kind = kinds.get(several)
    if kind is None or not isinstance(value, kind) or value not in schema.get("enum", [value]):
        return False
    if isinstance(value, str):
        return _fits(schema, len(value), "Length") and re.search(schema.get("pattern", ""), value) is not None
    return not isinstance(value, list) or _fits(schema, len(value), "Items")  # pyright: ignore[reportUnknownArgumentType]


def _fits(schema: Json, size: int, what: str) -> bool:
    return schema.get(f"min{what}", 0) <= size <= schema.get(f"max{what}", size)

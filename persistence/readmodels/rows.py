"""How facts become rows, many at a time: a read model says what each fact puts or sets, a batch writes it all."""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from typing import Any, TypeAlias

from msgspec import Struct

from hub.advancing_sync.form import Form
from hub.kernel import Fact
from hub.rooms.ports import Entry
from persistence.database import Connection

Key: TypeAlias = tuple[str | int, ...]
#: The rows of a batch, by room and key.
Rows: TypeAlias = Mapping[tuple[str, Key], Mapping[str, Any]]
#: Lists of these are sent as lists of text: of lists of lists Postgres makes one list.
_AS_TEXT = frozenset({"jsonb", "text[]"})


class Put(Struct, frozen=True):
    """A whole row, by its key within the room."""

    key: Key
    values: Mapping[str, Any]


class Change(Struct, frozen=True):
    """Some columns of a row that stands already; nothing where none stands."""

    key: Key
    values: Mapping[str, Any]


class Model(Struct, frozen=True):
    """A read model. `key` and `columns` map names to SQL types, without `room` and `org_id`, which each row has.

    `project` makes rows of a fact, `step` of a fact and the room's form before and after it. Neither is asked about
    facts that `facts` leaves out; it names all that lead to a row, or none where any may. `tidy` looks after what a
    batch has put, in the same transaction. Whoever changes what the rows of a fact are raises `version`: then
    `hub migrate` makes them anew in databases that have some.
    """

    table: str
    key: Mapping[str, str]
    columns: Mapping[str, str]
    project: Callable[[Entry], Iterable[Put | Change]] = lambda _entry: ()
    step: Callable[[Entry, Form, Form], Iterable[Put | Change]] | None = None
    facts: frozenset[type[Fact]] = frozenset()
    tidy: Callable[[Connection, Rows], Awaitable[None]] | None = None
    version: int = 1

    def rows(self, entry: Entry, before: Form, after: Form) -> Iterable[Put | Change]:
        """What a fact leads to, by whichever way this model has."""
        if self.facts and type(entry.fact) not in self.facts:
            return ()
        return self.step(entry, before, after) if self.step else self.project(entry)


class Batch:
    """Rows of one model to be written together; of several values for a column the last counts."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self._puts: dict[tuple[str, Key], dict[str, Any]] = {}
        self._changes: dict[tuple[str, Key], dict[str, Any]] = {}
        self._orgs: dict[str, str] = {}

    def add(self, room: str, org: str, rows: Iterable[Put | Change]) -> None:
        """Take what a fact leads to; facts come in order."""
        self._orgs[room] = org
        for row in rows:
            at = (room, row.key)
            if isinstance(row, Put):
                self._changes.pop(at, None)
                self._puts[at] = dict(row.values)
            elif at in self._puts:
                self._puts[at].update(row.values)
            else:
                self._changes.setdefault(at, {}).update(row.values)

    async def write(self, connection: Connection) -> None:
        """Write the rows: one statement for the new ones, one for each set of columns that changes."""
        if self._puts:
            ats, rows = list(self._puts), list(self._puts.values())
            orgs = [self._orgs[room] for room, _ in ats]
            columns = list(self.model.columns)
            await connection.execute(_put(self.model), orgs, *_lists(self.model, ats), *_columns(columns, rows))
        alike: defaultdict[tuple[str, ...], list[tuple[str, Key]]] = defaultdict(list)
        for at, values in self._changes.items():
            alike[tuple(sorted(values))].append(at)
        for columns, ats in alike.items():
            rows = [self._changes[at] for at in ats]
            await connection.execute(_change(self.model, columns), *_lists(self.model, ats), *_columns(columns, rows))
        if self.model.tidy and self._puts:
            await self.model.tidy(connection, self._puts)


def _lists(model: Model, ats: Sequence[tuple[str, Key]]) -> list[list[Any]]:
    """`ats` by column: room, then each part of the key."""
    return [[room for room, _ in ats], *([key[part] for _, key in ats] for part in range(len(model.key)))]


def _columns(columns: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> list[list[Any]]:
    return [[row.get(column) for row in rows] for column in columns]


def _put(model: Model) -> str:
    """A repeated key replaces the row: no fact may stop those behind it."""
    typed = {"org_id": "text", "room": "text", **model.key, **model.columns}
    key = ", ".join(("room", *model.key))
    replaced = ", ".join(f"{column} = excluded.{column}" for column in model.columns)
    return (
        f"INSERT INTO {model.table} ({', '.join(typed)}) SELECT {_cast(typed)} FROM {_unnest(typed)} "  # noqa: S608
        f"ON CONFLICT ({key}) DO UPDATE SET {replaced}"
    )


def _change(model: Model, columns: Sequence[str]) -> str:
    key = {"room": "text", **model.key}
    typed = {**key, **{column: model.columns[column] for column in columns}}
    changed = ", ".join(f"{column} = d.{column}" for column in columns)
    here = " AND ".join(f"t.{column} = d.{column}" for column in key)
    return f"UPDATE {model.table} t SET {changed} FROM {_unnest(typed)} WHERE {here}"  # noqa: S608  our own names


def _unnest(typed: Mapping[str, str]) -> str:
    lists = ", ".join(f"${at}::{_carried(kind)}[]" for at, kind in enumerate(typed.values(), start=1))
    return f"unnest({lists}) AS d ({', '.join(typed)})"


def _cast(typed: Mapping[str, str]) -> str:
    return ", ".join(f"d.{name}::{kind}" if kind in _AS_TEXT else f"d.{name}" for name, kind in typed.items())


def _carried(kind: str) -> str:
    return "text" if kind in _AS_TEXT else kind

"""`docs/reference/permissions.md`: who may do what, and who sees what."""

from collections.abc import Iterator
from typing import Any

from msgspec.structs import asdict

from api.reference.examples import parsed
from api.reference.vocabulary import struct
from hub.behaviours import BEHAVIOURS, KINDS
from hub.kernel import Behaviour, Fact, Lane, Role

INTRODUCTION = """\
# Permissions

<!-- Written by `make golden` from each behaviour's `allowed` and `view`: change those, not this page. -->

A grant gives a person one role. The role decides which rooms they may enter, what they may do there, and which
lane they are in: everybody in a lane sees the same.
"""


def permissions_md() -> str:
    """The page, whole."""
    commands = [text for behaviour in BEHAVIOURS for text in _commands(behaviour)]
    facts = [text for behaviour in BEHAVIOURS for text in _facts(behaviour)]
    heads = ["## Who may do what\n", "## Who sees what\n"]
    return "\n".join([INTRODUCTION, *_seats(), heads[0], *commands, heads[1], *facts]).rstrip() + "\n"


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def _seats() -> Iterator[str]:
    yield "## Who may enter, and their lane\n"
    yield _row("role", *(f"`{name}`" for name in KINDS))
    yield _row(*["---"] * (len(KINDS) + 1))
    for role in Role:
        yield _row(role.value, *(kind.lanes[role].value if role in kind.lanes else "" for kind in KINDS.values()))
    yield ""


def _commands(behaviour: Behaviour[Any]) -> Iterator[str]:
    yield f"### {behaviour.name}\n"
    yield _row("command", *(role.value for role in Role))
    yield _row("---", *[":-:"] * len(Role))
    for command, roles in behaviour.allowed.items():
        yield _row(f"`{struct(command).tag}`", *("●" if role in roles else "" for role in Role))
    yield ""


def _lanes(behaviour: Behaviour[Any]) -> list[Lane]:
    used = {lane for kind in KINDS.values() if behaviour in kind.behaviours for lane in kind.lanes.values()}
    return [lane for lane in Lane if lane in used]


def _facts(behaviour: Behaviour[Any]) -> Iterator[str]:
    if not behaviour.facts:
        return
    lanes = _lanes(behaviour)
    yield f"### {behaviour.name}\n"
    yield _row("fact", *(lane.value for lane in lanes))
    yield _row("---", *[":-:"] * len(lanes))
    for cls in behaviour.facts:
        yield _row(f"`{struct(cls).tag}`", *(_seen(behaviour, parsed(cls), lane) for lane in lanes))
    yield ""


def _seen(behaviour: Behaviour[Any], fact: Fact, lane: Lane) -> str:
    shown = behaviour.view(fact, lane)
    if shown is None:
        return "hidden"
    changed = [name for name, value in asdict(fact).items() if asdict(shown)[name] != value]
    return f"without {', '.join(f'`{name}`' for name in changed)}" if changed else "whole"

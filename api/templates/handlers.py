"""Templates over HTTP: kept from an advance, renamed, archived, filled into another one; by owners and managers."""

from typing import Annotated, TypeAlias

import msgspec
from litestar import get, patch, post
from litestar.datastructures import State
from litestar.params import JSONBody, PathParameter
from msgspec import Meta, Struct
from msgspec.structs import replace

from api.documents.states import now
from api.shows.asked import Found, Ref, fresh_id
from api.shows.home import there
from api.templates.answers import taken
from api.templates.applying import apply, content_of
from api.templates.filling import Filled, fill
from api.who import Member, Membership
from api.worker import Worker
from hub.advancing_sync.schema import Schema
from hub.errors import Rejected
from hub.kernel import ORGANISERS, PRINTABLE, is_private
from persistence import advances, templates
from persistence.audit import note
from persistence.database import Connection
from persistence.shows import Show
from persistence.templates import Content, LastShow, Template
from persistence.tenancy import within

#: Of an organisation, that are not archived.
TEMPLATES_MAX = 100
#: Of the answers of one, as they are kept.
ANSWERS_BYTES_MAX = 1024 * 1024
#: Sections that are about one night only: not copied unless they are asked for, as are those for organisers only.
NIGHTLY = frozenset({"show", "guest_list"})
Title: TypeAlias = Annotated[str, Meta(min_length=1, max_length=80, pattern=PRINTABLE, examples=["Club night"])]
SectionKeys: TypeAlias = Annotated[
    tuple[Annotated[str, Meta(pattern=r"\A[a-z0-9_]{1,40}\Z", examples=["hospitality"])], ...], Meta(max_length=60)
]
TemplateInPath: TypeAlias = Annotated[str, PathParameter(max_length=64, pattern=r"\A[A-Za-z0-9_-]+\Z")]
_encode = msgspec.json.Encoder().encode


class Keeping(Struct, frozen=True, forbid_unknown_fields=True):
    """A template to be made from the advance of `show`: its whole design, and the answers of these sections only."""

    name: Title
    show: Ref
    sections: SectionKeys = ()


class TemplateChange(Struct, frozen=True, forbid_unknown_fields=True):
    """What is to be different; null stays as it is."""

    name: Title | None = None
    archived: bool | None = None


class Applying(Struct, frozen=True, forbid_unknown_fields=True):
    """Which template to fill in."""

    template: Ref


class Copying(Struct, frozen=True, forbid_unknown_fields=True):
    """Which sections to copy; none: all that are not of one night only nor for owners and managers only."""

    sections: SectionKeys = ()


@get("/api/orgs/{org:str}/templates", summary="The templates")
async def list_templates(member: Member, state: State) -> list[Template]:
    """All of them by name, archived ones as well."""
    member.must(ORGANISERS)
    async with within(state.worker.database, member.org) as connection:
        return await templates.listed(connection, member.org)


@post("/api/orgs/{org:str}/templates", opt={"creates": True}, summary="Keep an advance as a template")
async def keep_template(member: Member, data: JSONBody[Keeping], state: State) -> Template:
    """Keep the design of an advance, and the answers of those sections that are named: money only if you say so."""
    member.must(ORGANISERS)
    worker: Worker = state.worker
    async with within(worker.database, member.org) as connection:
        await _advance(connection, member, data.show)
    form, _ = await now(worker, f"show/{data.show}")
    known = {section.key for section in form.schema.sections}
    for section in data.sections:
        if section not in known:
            raise Rejected("advance.unknown_section", section=section)
    answers = _encode(taken(form, data.sections))
    if len(answers) > ANSWERS_BYTES_MAX:
        raise Rejected("template.too_large")
    now_ms = worker.clock.now_ms()
    kept = Template(fresh_id(), data.name, member.who.account, now_ms, by_name=member.who.name)
    async with within(worker.database, member.org) as connection:
        await _one_more(connection, member)
        content = Content(_encode(form.schema).decode(), answers.decode())
        await templates.make(connection, member.org, kept, content)
        said = {"name": kept.name, "show": data.show, "sections": data.sections}
        await note(connection, member.actor, "template.made", kept.id, now_ms=now_ms, after=said)
    return kept


@patch("/api/orgs/{org:str}/templates/{template:str}", summary="Change a template")
async def change_template(
    member: Member, template: TemplateInPath, data: JSONBody[TemplateChange], state: State
) -> Template:
    """Call it something else, archive it, or restore it."""
    member.must(ORGANISERS)
    worker: Worker = state.worker
    now_ms = worker.clock.now_ms()
    async with within(worker.database, member.org) as connection:
        before = await templates.read(connection, member.org, template, hold=True)
        if before is None:
            raise Rejected("http.not_found")
        after = replace(before, name=before.name if data.name is None else data.name)
        if data.archived is not None and data.archived != (before.archived_at_ms is not None):
            if not data.archived:
                await _one_more(connection, member)
            after = replace(after, archived_at_ms=now_ms if data.archived else None)
        if after != before:
            await templates.write(connection, member.org, after)
            await note(
                connection, member.actor, "template.changed", template, now_ms=now_ms, before=before, after=after
            )
    return after


@post("/api/orgs/{org:str}/shows/{show:str}/advance/template", status_code=200, summary="Fill in a template")
async def apply_template(member: Member, show: Found, data: JSONBody[Applying], state: State) -> Filled:
    """Give an advance the design of a template, and its answers where there are none. Done twice, it is done once."""
    member.must(ORGANISERS)
    worker: Worker = state.worker
    async with within(worker.database, member.org) as connection:
        await _advance(connection, member, show, writing=True)
        content = await content_of(connection, member, data.template)
    return await apply(worker, member, show, data.template, content)


@get("/api/orgs/{org:str}/shows/{show:str}/advance/last", summary="The last show at the same venue")
async def last_at_venue(member: Member, show: Found, state: State) -> LastShow | None:
    """The show before this one at its venue that has an advance to copy from; null when there is none."""
    member.must(ORGANISERS)
    async with within(state.worker.database, member.org) as connection:
        await there(connection, member, show)
        return await templates.last_show(connection, member.org, show)


@post("/api/orgs/{org:str}/shows/{show:str}/advance/copy", status_code=200, summary="Copy from the last show")
async def copy_last(member: Member, show: Found, data: JSONBody[Copying], state: State) -> Filled:
    """Copy the answers of the last show at the same venue to questions that have none and are asked here too."""
    member.must(ORGANISERS)
    worker: Worker = state.worker
    now_ms = worker.clock.now_ms()
    async with within(worker.database, member.org) as connection:
        await _advance(connection, member, show, writing=True)
        last = await templates.last_show(connection, member.org, show)
        if last is None:
            raise Rejected("show.no_last")
    form, _ = await now(worker, f"show/{last.show}")
    grant = member.grant(f"show/{show}", now_ms=now_ms, good_ms=0)
    answers = taken(form, data.sections or _lasting(form.schema))
    filled = await fill(worker, grant.actor, grant.rooms[0], answers, seed=f"show/{last.show}")
    async with within(worker.database, member.org) as connection:
        said = {"from": last.show, "written": filled.written, "refused": len(filled.refused) + filled.more}
        await note(connection, member.actor, "advance.copied", show, now_ms=now_ms, after=said)
    return filled


def _lasting(schema: Schema) -> list[str]:
    return [each.key for each in schema.sections if each.key not in NIGHTLY and not is_private(each.key)]


async def _advance(connection: Connection, member: Membership, show: str, *, writing: bool = False) -> Show:
    """A show that has an advance.

    Raises:
        Rejected: `http.not_found`, `show.archived` when something is to be written, or `show.no_advance`.
    """
    found = await there(connection, member, show)
    if writing and found.archived_at_ms is not None:
        raise Rejected("show.archived")
    if await advances.read(connection, member.org, show) is None:
        raise Rejected("show.no_advance")
    return found


async def _one_more(connection: Connection, member: Membership) -> None:
    if await templates.standing(connection, member.org) >= TEMPLATES_MAX:
        raise Rejected("template.too_many", max=TEMPLATES_MAX)


HANDLERS = (list_templates, keep_template, change_template, apply_template, last_at_venue, copy_last)

"""A template of the organisation, filled into the advance of one of its shows."""

import msgspec

from api.templates.answers import Answers
from api.templates.filling import Filled, fill
from api.who import Membership
from api.worker import Worker
from hub.advancing_sync.schema import Schema
from hub.errors import Rejected
from persistence import templates
from persistence.audit import note
from persistence.database import Connection
from persistence.templates import Content
from persistence.tenancy import within

_schema = msgspec.json.Decoder(Schema).decode
_answers = msgspec.json.Decoder(Answers).decode


async def content_of(connection: Connection, member: Membership, template: str) -> Content:
    """What is in a template. Raises `Rejected`: `http.not_found` or `template.archived`."""
    found = await templates.read(connection, member.org, template)
    content = await templates.content(connection, member.org, template)
    if found is None or content is None:
        raise Rejected("http.not_found")
    if found.archived_at_ms is not None:
        raise Rejected("template.archived")
    return content


async def apply(worker: Worker, member: Membership, show: str, template: str, content: Content) -> Filled:
    """Fill it in as this member, and say so in the audit.

    Raises:
        Rejected: `auth.forbidden`, or `room.*`: the form cannot be reached.
    """
    now_ms = worker.clock.now_ms()
    grant = member.grant(f"show/{show}", now_ms=now_ms, good_ms=0)
    schema, answers = _schema(content.schema), _answers(content.answers)
    filled = await fill(worker, grant.actor, grant.rooms[0], answers, seed=template, schema=schema)
    said = {
        "template": template,
        "designed": filled.designed,
        "written": filled.written,
        "refused": len(filled.refused) + filled.more,
    }
    async with within(worker.database, member.org) as connection:
        await note(connection, member.actor, "template.applied", show, now_ms=now_ms, after=said)
    return filled

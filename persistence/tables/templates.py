"""Templates: forms that an organisation keeps for its next advances."""

from piccolo.columns import JSONB, BigInt, Text
from piccolo.table import Table


class Template(Table, tablename="template"):
    """A form to begin with: its whole design, and those answers that were kept with it."""

    org_id = Text(primary_key=True, default=None)
    id = Text(default=None)
    name = Text(default=None)
    schema = JSONB(default=None)
    answers = JSONB(default=None)
    created_by = Text(default=None)
    created_at_ms = BigInt(default=None)
    archived_at_ms = BigInt(default=None, null=True)

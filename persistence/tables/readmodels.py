"""Read models: which of them say what this version of the hub says."""

from piccolo.columns import Integer, Text
from piccolo.table import Table


class ReadModel(Table, tablename="read_model"):
    """The table of a read model, and the version of `persistence.readmodels` that its rows are of."""

    name = Text(primary_key=True, default=None)
    version = Integer(default=None)

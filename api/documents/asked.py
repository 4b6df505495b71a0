"""What is asked of a document: which one, of when, in which language and on which paper."""

from typing import Annotated, Literal, TypeAlias

from litestar.params import FromQuery, QueryParameter
from msgspec import Struct

from hub.advancing_sync.documents.sheet import DocumentKind, Paper
from hub.advancing_sync.documents.words import Language

KINDS: tuple[DocumentKind, ...] = ("advance", "day-sheet", "guest-list")
PAPERS: dict[str, Paper] = {"a4": "a4", "letter": "us-letter"}
#: The highest number of a revision or a fact.
NUMBER_MAX = 2**53

Revision: TypeAlias = Annotated[
    int | None, QueryParameter(ge=1, le=NUMBER_MAX, description="The number of a revision.")
]
Seq: TypeAlias = Annotated[
    int | None, QueryParameter(ge=1, le=NUMBER_MAX, description="The number of a fact in the room's log.")
]
Sections: TypeAlias = Annotated[
    str,
    QueryParameter(
        max_length=1_000,
        pattern=r"\A([a-z0-9_]{1,40}(,[a-z0-9_]{1,40})*)?\Z",
        description="The keys of those wanted with commas between them; all of them when empty.",
    ),
]


class Asked(Struct, frozen=True):
    """A document as it is wanted. `upto` and `since` say which state, by revision or by seq; none is now, or none."""

    language: Language
    paper: Paper
    sections: tuple[str, ...]
    revision: int | None
    seq: int | None
    since: int | None
    since_seq: int | None


def asked(
    *,
    lang: FromQuery[Language] = "en",
    paper: FromQuery[Literal["a4", "letter"]] = "a4",
    sections: Sections = "",
    revision: Revision = None,
    seq: Seq = None,
    since: Revision = None,
    since_seq: Seq = None,
) -> Asked:
    """What the query asks for (a dependency)."""
    wanted = tuple(filter(None, sections.split(",")))
    return Asked(lang, PAPERS[paper], wanted, revision, seq, since, since_seq)

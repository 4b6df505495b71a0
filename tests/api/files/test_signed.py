"""Links that open one file for some minutes."""

from email.message import Message

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.files import signed
from api.signing import Keys, sign
from hub.errors import Rejected
from tests.api.whole import SECRET
from tests.builders import EVENING_MS


def link(way: signed.Way = "attachment") -> tuple[str, str]:
    """The address and the token of a link."""
    path, _, token = signed.link(SECRET, "o1", "f1", way, now_ms=EVENING_MS).partition("?token=")
    return path, token


def refused(token: str, file: str = "f1", now_ms: int = EVENING_MS) -> str:
    with pytest.raises(Rejected) as refusal:
        signed.read(SECRET, token, file, now_ms=now_ms)
    return refusal.value.code


def test_a_link_says_which_file_and_which_way() -> None:
    path, token = link("inline")
    assert path == "/api/files/f1/content"
    read = signed.read(SECRET, token, "f1", now_ms=EVENING_MS)
    assert (read.org, read.file, read.way) == ("o1", "f1", "inline")
    assert link("preview")[0] == "/api/files/f1/pages"


def test_a_link_ends_after_minutes() -> None:
    _, token = link()
    assert signed.read(SECRET, token, "f1", now_ms=EVENING_MS + signed.LINK_MS - 1)
    assert refused(token, now_ms=EVENING_MS + signed.LINK_MS) == "file.link_expired"


def test_a_link_opens_no_other_file_and_is_not_made_up() -> None:
    _, token = link()
    assert refused(token, "f2") == "file.link_invalid"
    assert refused(token[:-1]) == "file.link_invalid"
    assert refused("nonsense") == "file.link_invalid"
    assert refused(sign(SECRET, {"file": "f1"}, audience="showhub/file")) == "file.link_invalid"
    grant = sign(SECRET, {"org": "o1", "file": "f1", "way": "inline", "exp": 2**40}, audience="showhub/rooms")
    assert refused(grant) == "file.link_invalid"


def test_a_link_ends_with_the_key_that_signed_it() -> None:
    keys = Keys(SECRET)
    keys.hold(["k1"], [])
    token = signed.link(keys, "o1", "f1", "inline", now_ms=EVENING_MS).partition("?token=")[2]
    assert signed.read(keys, token, "f1", now_ms=EVENING_MS).file == "f1"
    keys.hold(["k2"], ["k1"])
    with pytest.raises(Rejected):
        signed.read(keys, token, "f1", now_ms=EVENING_MS)


@pytest.mark.parametrize("way", ["inline", "attachment", "preview"])
def test_only_what_is_shown_is_inline(way: signed.Way) -> None:
    assert signed.disposition(way, "a.png").startswith("inline;" if way == "inline" else "attachment;")


@given(name=st.text(min_size=1, max_size=80))
def test_every_name_survives_its_header(name: str) -> None:
    header = signed.disposition("attachment", name)
    assert header.isascii()
    assert header.isprintable()
    message = Message()
    message["Content-Disposition"] = header.split("; filename*")[0]
    plain = message.get_filename() or ""
    assert not set(plain) & set('"\\/%;') - set(name)
    extended = header.partition("filename*=UTF-8''")[2]
    assert bytes.fromhex(extended.encode().hex()).decode() == extended
    from urllib.parse import unquote  # noqa: PLC0415  the other side of it

    assert unquote(extended) == name

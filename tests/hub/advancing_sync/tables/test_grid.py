import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.advancing_sync.tables.grid import BOM, Record, decode, harmless, meant, records, said_separator, write
from hub.errors import Rejected

#: What a value of the form may be.
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r") | st.sampled_from("'=-;\t\n "))


def code(text: str, separator: str = ",") -> tuple[str, str]:
    """The code and sentence with which a file is refused."""
    with pytest.raises(Rejected) as refused:
        list(records(text, separator))
    return refused.value.code, refused.value.say()


@given(TEXTS)
def test_every_text_comes_back_from_what_no_spreadsheet_runs(text: str) -> None:
    assert meant(harmless(text)) == text


@pytest.mark.parametrize("text", ["=1+1", "+44 20", "-cmd", "@SUM(A1)", "\tx", "\nx", " =1", "\uff1d1", "'=1"])
def test_a_formula_is_text_for_a_spreadsheet(text: str) -> None:
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize(
    ("text", "shown"),
    [("a;=1", "a;'=1"), ("a\n- b", "a\n'- b"), ("-1;=2", "'-1;'=2"), ("a;'\tb", "a;'\tb"), ("\n=1", "'\n'=1")],
)
def test_a_formula_is_text_behind_what_begins_a_cell_elsewhere(text: str, shown: str) -> None:
    assert harmless(text) == shown
    assert meant(shown) == text


@pytest.mark.parametrize("text", ["", "-1", "-1.5", "2", "a=b", "o'clock", "'n roll"])
def test_what_is_no_formula_stays(text: str) -> None:
    assert harmless(text) == text == meant(text)


@given(st.lists(st.lists(TEXTS, min_size=2, max_size=2), max_size=5), st.sampled_from(",;\t"), st.booleans())
def test_rows_come_back_from_their_file(rows: list[list[str]], separator: str, bom: bool) -> None:  # noqa: FBT001
    text, encoding = decode(write(rows, separator=separator, bom=bom))
    wanted = [tuple(row) for row in rows if any(map(str.strip, row))]
    assert [record.cells for record in records(text, separator)] == wanted
    assert encoding == "UTF-8"


def test_a_file_has_the_ends_of_rfc_4180_and_a_mark_for_spreadsheets_if_asked() -> None:
    assert write([["a", 'b "c"']]) == b'"a","b ""c"""\r\n'
    assert write([["a"]], bom=True) == f'{BOM}"a"\r\n'.encode()


@pytest.mark.parametrize(
    ("body", "text", "name"),
    [
        ("Jürgen".encode(), "Jürgen", "UTF-8"),
        (codecs.BOM_UTF8 + "Jürgen".encode(), "Jürgen", "UTF-8"),
        ("Jürgen €".encode("cp1252"), "Jürgen €", "Latin-1"),
        (b"J\xfcrgen\x81", "Jürgen\x81", "Latin-1"),
        ("Jürgen".encode("utf-16"), "Jürgen", "UTF-16"),
    ],
)
def test_an_encoding_is_found_and_said(body: bytes, text: str, name: str) -> None:
    assert decode(body) == (text, name)


@pytest.mark.parametrize("body", [b"PK\x03\x04\0\0", b"a,b\0c", codecs.BOM_UTF16_LE + b"a", b"\xff\xfe\x00\xd8"])
def test_what_is_no_text_is_refused(body: bytes) -> None:
    with pytest.raises(Rejected) as refused:
        decode(body)
    assert refused.value.code == "sheet.not_text"


def test_a_row_knows_the_line_where_it_begins() -> None:
    text = 'a,b\n\n"x\ny",1\r\n , \rz,2'
    assert [(each.line, each.cells) for each in records(text, ",")] == [
        (1, ("a", "b")),
        (3, ("x\ny", "1")),
        (6, ("z", "2")),
    ]


def test_a_quote_that_is_never_closed_is_told_by_its_line() -> None:
    refused, say = code('a,b\n1,2\n"x,3\n4,5\n')
    assert refused == "sheet.quote"
    assert "line 3" in say
    assert code('a\n"' + "x" * 99 + "\nxxxxxxxxx" * 20_000)[0] == "sheet.quote"
    assert code('"a"b,c')[0] == "sheet.quote"


def test_a_line_of_a_megabyte_is_not_looked_at() -> None:
    refused, say = code("a,b\n" + "x" * 1_000_000)
    assert refused == "sheet.line_too_long"
    assert "Line 2" in say


def test_empty_lines_are_counted_but_for_those_at_the_end() -> None:
    assert list(records(decode(b"a,b\n1,\n" + b",\r\n" * 1_000_000)[0], ",")) == [
        Record(1, ("a", "b")),
        Record(2, ("1", "")),
    ]
    assert code("\n" * 50_001)[0] == "sheet.too_many_lines"


def test_a_first_line_may_say_the_separator() -> None:
    assert said_separator("sep=;\r\na;b") == (";", "\na;b")
    assert said_separator("a;b") == (None, "a;b")

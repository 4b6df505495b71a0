import msgspec

from hub.advancing_sync.documents.content import AdvanceContent, Answer, Column, Line, Part, Saying, Table


def test_a_template_tells_answers_from_tables() -> None:
    answer = Answer("Wedges", Saying("6"))
    table = Table("Power", (Column("Place", wide=True, chars=9),), (Line((Saying("stage left"),)),))
    content = AdvanceContent((Part("Production", (answer, table), ("Risers",)),), 0)
    sent = msgspec.json.encode(content)
    assert [item["type"] for item in msgspec.json.decode(sent)["parts"][0]["items"]] == ["answer", "table"]
    assert msgspec.json.decode(sent, type=AdvanceContent) == content

from hub.advancing_sync.documents.sight import asked, seen
from hub.advancing_sync.form import Form
from hub.advancing_sync.schema import Kind, Schema
from hub.advancing_sync.standard import STANDARD


def kinds(schema: Schema) -> dict[str, Kind]:
    """The kind of every question and column by its full key."""
    fields = {f"{section.key}.{field.key}": field for section in schema.sections for field in section.fields}
    columns = {f"{key}.{each.key}": each for key, field in fields.items() for each in field.columns}
    return {key: field.kind for key, field in (fields | columns).items()}


def test_who_may_see_all_sees_all() -> None:
    assert seen(Form(), (), money=True).schema == STANDARD


def test_without_the_right_no_amount_is_left_but_the_prices_of_tickets() -> None:
    left = kinds(seen(Form(), (), money=False).schema)
    assert [key for key, kind in left.items() if kind is Kind.MONEY] == ["show.price_tiers.price"]
    assert not any(key.startswith("money.") for key in left)
    everything = kinds(STANDARD)
    gone = {key for key in everything.keys() - left.keys() if not key.startswith("money.")}
    assert gone == {"hospitality.meals.buyout_each"}


def test_whom_some_sections_were_opened_sees_these_in_the_forms_order() -> None:
    form = seen(Form(), ("wifi", "show"), money=True)
    assert [section.key for section in form.schema.sections] == ["show", "wifi"]
    assert seen(Form(), ("money",), money=False).schema.sections == ()


def test_a_question_is_found_by_its_key_where_it_is_asked() -> None:
    field = asked(STANDARD, "wifi.networks")
    assert field is not None
    assert field.label == "Networks"
    assert asked(STANDARD, "wifi.cables") is None
    assert asked(STANDARD, "nothing.networks") is None

"""The pages' types say what the hub's types say."""

import re

import pytest

from api.reference.typescript import wire_ts
from hub.behaviours import BEHAVIOURS, COMMANDS, FACTS, NOTICES


@pytest.fixture(scope="module")
def text() -> str:
    return wire_ts()


def interface(text: str, name: str) -> list[str]:
    """The fields of an interface as written."""
    found = re.search(rf"export interface {name} {{\n(.*?)\n}}", text, re.DOTALL)
    assert found is not None, name
    return [line.strip() for line in found[1].split("\n")]


def test_a_command_may_leave_out_what_has_a_default(text: str) -> None:
    assert interface(text, "Post") == ['t: "chat.post";', "text: string;", "reply_to?: string | null;"]


def test_a_fact_comes_whole(text: str) -> None:
    assert interface(text, "Posted")[-1] == "reply_to: string | null;"


def test_bytes_are_base64(text: str) -> None:
    assert "update: string;" in interface(text, "ChangeText")


def test_what_the_hub_leaves_out_may_be_missing(text: str) -> None:
    assert "focus?: string;" in interface(text, "Person")
    assert "state?: Partial<States>;" in interface(text, "Welcome")


def test_what_is_sent_in_part_comes_back_whole(text: str) -> None:
    assert "mode?: Mode;" in interface(text, "Rules")
    assert "rules: Rules;" in interface(text, "Configure")
    assert "mode: Mode;" in interface(text, "KeptRules")
    assert "rules: KeptRules;" in interface(text, "Configured")


def test_of_two_classes_with_one_name_each_is_told_apart(text: str) -> None:
    assert 't: "queue.hold";' in interface(text, "QueueHold")
    assert "stamp: string;" in interface(text, "AdvancingSyncHold")


@pytest.mark.parametrize(("union", "classes"), [("AnyCommand", COMMANDS), ("AnyFact", FACTS), ("AnyNotice", NOTICES)])
def test_each_union_has_every_tag(text: str, union: str, classes: tuple[type, ...]) -> None:
    found = re.search(rf"export type {union} =(.*?);", text, re.DOTALL)
    assert found is not None
    members = found[1].replace("|", " ").split()
    tags = {interface(text, name)[0] for name in members}
    assert tags == {f't: "{cls.__struct_config__.tag}";' for cls in classes}  # type: ignore[attr-defined]


def test_every_behaviour_has_its_state(text: str) -> None:
    assert [line.split(":")[0] for line in interface(text, "States")] == [one.name for one in BEHAVIOURS]

"""The register: what one person wrote goes only when another who read it replaces or settles it."""

from hub.advancing_sync.register import Register, heads, merge, settle, write, written
from tests.hub.advancing_sync.forms import a_stamp, a_write, an_edited, values

ANA = a_write("19:00", 1, "ana")
BOB = a_write("19:30", 2, "bob")
CAT = a_write("20:00", 3, "cat")


def test_an_empty_register_has_no_values() -> None:
    assert heads(Register()) == ()


def test_a_fact_becomes_a_write() -> None:
    assert written(an_edited("19:00", 1, "ana")) == ANA


def test_the_first_write_shows() -> None:
    register = write(Register(), ANA, "")
    assert (register.value, register.by, register.name, register.at_ms) == ("19:00", "ana", "Ana", 1)
    assert register.siblings == ()


def test_a_write_that_saw_the_value_replaces_it() -> None:
    register = write(write(Register(), ANA, ""), BOB, ANA.stamp)
    assert values(register) == ["19:30"]
    assert register.seen == (ANA.stamp,)


def test_two_writes_apart_are_both_kept_and_the_newer_shows() -> None:
    register = write(write(Register(), BOB, ""), ANA, "")
    assert values(register) == ["19:30", "19:00"]
    assert register.siblings == (ANA,)


def test_a_write_beside_siblings_replaces_only_the_one_it_saw() -> None:
    both = write(write(Register(), ANA, ""), BOB, "")
    assert values(write(both, CAT, BOB.stamp)) == ["20:00", "19:00"]
    assert values(write(both, CAT, ANA.stamp)) == ["20:00", "19:30"]


def test_the_same_write_again_changes_nothing() -> None:
    once = write(Register(), ANA, "")
    assert write(once, ANA, "") == once
    replaced = write(once, BOB, ANA.stamp)
    assert write(replaced, ANA, "") == replaced


def test_a_replaced_write_that_arrives_late_stays_replaced() -> None:
    early = write(Register(), BOB, ANA.stamp)
    assert early.gone == (ANA.stamp,)
    late = write(early, ANA, "")
    assert late == write(write(Register(), ANA, ""), BOB, ANA.stamp)
    assert late.gone == ()


def test_a_replaced_write_that_arrives_late_still_replaces_what_it_saw() -> None:
    late = write(write(write(Register(), CAT, BOB.stamp), ANA, ""), BOB, ANA.stamp)
    assert values(late) == ["20:00"]


def test_settling_lets_the_named_values_go() -> None:
    all_three = write(write(write(Register(), ANA, ""), BOB, ""), CAT, "")
    assert values(settle(all_three, [ANA.stamp, BOB.stamp])) == ["20:00"]
    assert values(settle(all_three, [ANA.stamp])) == ["20:00", "19:30"]


def test_a_value_settled_before_it_arrives_does_not_come_back() -> None:
    early = settle(Register(), [ANA.stamp])
    assert heads(early) == ()
    assert heads(write(early, ANA, "")) == ()
    assert write(early, ANA, "").seen == (ANA.stamp,)


def test_merging_keeps_what_was_written_apart() -> None:
    assert values(merge(write(Register(), ANA, ""), write(Register(), BOB, ""))) == ["19:30", "19:00"]


def test_merging_with_a_replica_that_is_behind_brings_nothing_back() -> None:
    behind = write(Register(), ANA, "")
    ahead = write(behind, BOB, ANA.stamp)
    assert merge(behind, ahead) == merge(ahead, behind) == ahead


def test_merging_keeps_what_the_other_side_has_only_heard_to_be_gone_away() -> None:
    told = write(Register(), BOB, ANA.stamp)
    has = write(Register(), ANA, "")
    assert merge(told, has) == merge(has, told) == write(has, BOB, ANA.stamp)


def test_knowledge_stays_one_stamp_a_person() -> None:
    register = Register()
    for ms in range(1, 500):
        register = write(register, a_write(ms, ms, f"p{ms % 3}"), register.stamp)
    assert values(register) == [499]
    assert register.seen == (a_stamp(497, "p2"), a_stamp(498, "p0"))
    assert register.gone == ()

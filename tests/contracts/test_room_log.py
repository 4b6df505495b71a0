"""What every room log promises."""

import asyncio

import pytest

from hub.rooms.ports import Draft, Entry, Held, Repeated, RoomLog, Unavailable
from tests.contracts.ports import an_open_room, append, drafts, epoch_of, hold, save_snapshot, texts_of
from tests.services import a_room


class TestCreate:
    async def test_a_new_room_is_empty_and_has_an_epoch(self, log: RoomLog) -> None:
        room = a_room()
        assert await log.create(room, "org") is True
        stored = await log.load(room)
        assert stored is not None
        assert (stored.snapshot_seq, stored.snapshot, list(stored.tail)) == (0, None, [])
        assert stored.epoch

    async def test_a_room_is_made_once(self, log: RoomLog) -> None:
        room = await an_open_room(log, "one")
        assert await log.create(room, "org") is False
        assert await texts_of(log, room) == ["one"]

    async def test_two_histories_have_two_epochs(self, log: RoomLog) -> None:
        one, two = await an_open_room(log), await an_open_room(log)
        heads = await log.heads([one, two])
        assert heads[one][0] != heads[two][0]

    async def test_of_many_that_make_a_room_one_did(self, log: RoomLog) -> None:
        room = a_room()
        assert sorted(await asyncio.gather(*(log.create(room, "org") for _ in range(5)))) == [False] * 4 + [True]


class TestAppend:
    async def test_facts_come_back_as_they_were_numbered_from_1(self, log: RoomLog) -> None:
        room = await an_open_room(log)
        written = drafts("one", "two")
        assert await append(log, room, 0, written) is True
        assert list(await log.since(room, 0, 10)) == [
            Entry(1, "ana", written[0].command_id, written[0].at_ms, written[0].fact),
            Entry(2, "ana", written[1].command_id, written[1].at_ms, written[1].fact),
        ]

    async def test_a_writer_who_is_behind_writes_nothing(self, log: RoomLog) -> None:
        room = await an_open_room(log, "one", "two")
        assert await append(log, room, 1, drafts("late")) is False
        assert await texts_of(log, room) == ["one", "two"]

    async def test_a_writer_who_is_ahead_writes_nothing(self, log: RoomLog) -> None:
        room = await an_open_room(log, "one")
        assert await append(log, room, 2, drafts("early")) is False
        assert await texts_of(log, room) == ["one"]

    async def test_a_room_that_does_not_exist_takes_nothing(self, log: RoomLog) -> None:
        assert await append(log, a_room(), 0, drafts("one")) is False

    async def test_what_was_decided_on_another_history_is_not_written(self, log: RoomLog) -> None:
        """The head is where the writer believes, but of a log that was restored meanwhile."""
        room = await an_open_room(log, "one")
        assert await log.append(room, "another", 1, drafts("two")) is False
        assert await texts_of(log, room) == ["one"]
        assert await log.append(room, await epoch_of(log, room), 1, drafts("two")) is True

    async def test_a_repeated_command_is_not_written_again(self, log: RoomLog) -> None:
        room = await an_open_room(log)
        await append(log, room, 0, drafts("one", command="c1"))
        with pytest.raises(Repeated):
            await append(log, room, 1, drafts("again", command="c1"))
        assert await texts_of(log, room) == ["one"]

    async def test_nothing_of_a_batch_with_a_repeat_is_written_and_the_rest_can_be(self, log: RoomLog) -> None:
        room = await an_open_room(log)
        await append(log, room, 0, drafts("one", command="c1"))
        with pytest.raises(Repeated):
            await append(log, room, 1, [*drafts("two"), *drafts("again", command="c1")])
        assert await texts_of(log, room) == ["one"]
        assert await append(log, room, 1, drafts("two")) is True

    async def test_two_drafts_of_one_part_are_a_repeat(self, log: RoomLog) -> None:
        room = await an_open_room(log)
        with pytest.raises(Repeated):
            await append(log, room, 0, [*drafts("one", command="c1"), *drafts("two", command="c1")])
        assert await texts_of(log, room) == []

    async def test_the_same_command_id_of_two_people_or_in_two_rooms_is_two_commands(self, log: RoomLog) -> None:
        here, there = await an_open_room(log), await an_open_room(log)
        assert await append(log, here, 0, drafts("ana", person="ana", command="c1"))
        assert await append(log, here, 1, drafts("ben", person="ben", command="c1"))
        assert await append(log, there, 0, drafts("ana", person="ana", command="c1"))

    async def test_being_behind_is_told_before_a_repeat(self, log: RoomLog) -> None:
        room = await an_open_room(log, "one")
        await append(log, room, 1, drafts("two", command="c1"))
        assert await append(log, room, 1, drafts("two", command="c1")) is False

    async def test_text_of_every_kind_survives(self, log: RoomLog) -> None:
        room = await an_open_room(log)
        texts = ["ÅSA 🎤", 'quotes " and \\ and {braces}', "line\nbreak", "\u0301 \ufffd \U0001f468\u200d\U0001f469"]
        await append(log, room, 0, drafts(*texts))
        assert await texts_of(log, room) == texts


class TestContention:
    async def test_of_many_writers_at_one_place_one_writes(self, log: RoomLog) -> None:
        room = await an_open_room(log)
        wrote = await asyncio.gather(*(append(log, room, 0, drafts(str(n))) for n in range(20)))
        assert sorted(wrote) == [False] * 19 + [True]
        assert len(await texts_of(log, room)) == 1

    async def test_fifty_writers_under_the_lock_leave_no_hole_and_lose_nothing(self, log: RoomLog) -> None:
        room = await an_open_room(log)

        async def write(writer: int) -> None:
            for n in range(4):
                async with hold(log, room) as held:
                    tail = await held.tail(0)
                    await held.append(len(tail), drafts(f"{writer}.{n}"))

        await asyncio.gather(*map(write, range(50)))
        entries = await log.since(room, 0, 1_000)
        assert [entry.seq for entry in entries] == list(range(1, 201))
        assert len({entry.command_id for entry in entries}) == 200

    async def test_fifty_writers_who_try_and_then_lock_leave_no_hole_and_lose_nothing(self, log: RoomLog) -> None:
        room = await an_open_room(log)

        async def write(writer: int) -> None:
            after = 0
            for n in range(4):
                mine = drafts(f"{writer}.{n}")
                if await append(log, room, after, mine):
                    after += 1
                    continue
                async with hold(log, room) as held:
                    after += len(await held.tail(after))
                    await held.append(after, mine)
                    after += 1

        await asyncio.gather(*map(write, range(50)))
        entries = await log.since(room, 0, 1_000)
        assert [entry.seq for entry in entries] == list(range(1, 201))
        assert len({entry.command_id for entry in entries}) == 200


class TestHold:
    async def test_the_tail_is_read_after_the_wait(self, log: RoomLog) -> None:
        """A tail read from before the wait would miss what the one waited for has written."""
        room = await an_open_room(log, "one")
        waiting = asyncio.Event()

        async def second() -> list[int]:
            waiting.set()
            async with hold(log, room) as held:
                return [entry.seq for entry in await held.tail(1)]

        async with hold(log, room) as held:
            waits = asyncio.create_task(second())
            await waiting.wait()
            await held.tail(0)
            await held.append(1, drafts("two"))
        assert await waits == [2]

    async def test_others_see_what_is_written_when_the_hold_ends(self, log: RoomLog) -> None:
        room = await an_open_room(log)
        async with hold(log, room) as held:
            await held.append(0, drafts("one"))
            assert await texts_of(log, room) == []
            assert (await log.heads([room]))[room][1] == 0
        assert await texts_of(log, room) == ["one"]

    async def test_an_append_waits_for_the_hold_and_is_then_behind(self, log: RoomLog) -> None:
        room = await an_open_room(log)
        async with hold(log, room) as held:
            waits = asyncio.create_task(append(log, room, 0, drafts("other")))
            await held.tail(0)
            await held.append(0, drafts("held"))
        assert await waits is False
        assert await texts_of(log, room) == ["held"]

    async def test_nothing_is_written_when_the_hold_ends_badly(self, log: RoomLog) -> None:
        room = await an_open_room(log)

        async def write_and_fail() -> None:
            async with hold(log, room) as held:
                await held.append(0, drafts("one"))
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            await write_and_fail()
        assert await texts_of(log, room) == []
        assert await append(log, room, 0, drafts("two")) is True

    async def test_a_repeat_under_the_lock_is_told_and_frees_the_room(self, log: RoomLog) -> None:
        room = await an_open_room(log)
        await append(log, room, 0, drafts("one", command="c1"))
        with pytest.raises(Repeated):
            await self.write_held(log, room, 1, drafts("again", command="c1"))
        assert await append(log, room, 1, drafts("two")) is True

    async def test_a_log_that_ends_elsewhere_takes_nothing(self, log: RoomLog) -> None:
        room = await an_open_room(log, "one")
        for after in (0, 2):
            with pytest.raises(Unavailable):
                await self.write_held(log, room, after, drafts("lost"))
        assert await texts_of(log, room) == ["one"]

    async def test_a_room_that_does_not_exist_takes_nothing(self, log: RoomLog) -> None:
        with pytest.raises(Unavailable):
            await self.write_held(log, a_room(), 0, drafts("lost"))

    async def test_a_room_of_another_history_is_not_held_and_stays_free(self, log: RoomLog) -> None:
        room = await an_open_room(log, "one")
        with pytest.raises(Unavailable):
            async with log.hold(room, "another"):
                raise AssertionError
        assert await append(log, room, 1, drafts("two")) is True

    async def test_a_hold_of_one_room_keeps_nobody_out_of_another(self, log: RoomLog) -> None:
        here, there = await an_open_room(log), await an_open_room(log)
        async with hold(log, here):
            assert await append(log, there, 0, drafts("one")) is True

    async def test_a_hold_without_an_append_changes_nothing(self, log: RoomLog) -> None:
        room = await an_open_room(log, "one")
        async with hold(log, room) as held:
            assert [entry.seq for entry in await held.tail(0)] == [1]
        assert await texts_of(log, room) == ["one"]

    @staticmethod
    async def write_held(log: RoomLog, room: str, after: int, batch: list[Draft]) -> None:
        held: Held
        async with hold(log, room) as held:
            await held.append(after, batch)


class TestReading:
    async def test_since_gives_what_is_above_in_order_and_no_more_than_asked(self, log: RoomLog) -> None:
        room = await an_open_room(log, "one", "two", "three", "four")
        assert [entry.seq for entry in await log.since(room, 1, 2)] == [2, 3]
        assert [entry.seq for entry in await log.since(room, 3, 10)] == [4]
        assert list(await log.since(room, 4, 10)) == []

    async def test_an_unknown_room_has_nothing(self, log: RoomLog) -> None:
        room = a_room()
        assert await log.load(room) is None
        assert list(await log.since(room, 0, 10)) == []
        assert await log.heads([room]) == {}
        assert await log.find(room, [("ana", "c1")]) == {}

    async def test_heads_tells_where_each_room_ends(self, log: RoomLog) -> None:
        one, two = await an_open_room(log, "a"), await an_open_room(log, "a", "b")
        heads = await log.heads([one, two, a_room()])
        assert {room: seq for room, (_, seq) in heads.items()} == {one: 1, two: 2}
        stored = await log.load(one)
        assert stored is not None
        assert heads[one][0] == stored.epoch

    async def test_heads_of_no_rooms_are_none(self, log: RoomLog) -> None:
        assert await log.heads([]) == {}

    async def test_find_gives_the_first_seq_of_each_command_that_is_there(self, log: RoomLog) -> None:
        room = await an_open_room(log, "zero")
        await append(log, room, 1, [*drafts("a", "b", "c", command="c1"), *drafts("d", person="ben", command="c1")])
        found = await log.find(room, [("ana", "c1"), ("ben", "c1"), ("ben", "c2"), ("cleo", "c1")])
        assert found == {("ana", "c1"): 2, ("ben", "c1"): 5}

    async def test_find_of_nothing_is_nothing(self, log: RoomLog) -> None:
        assert await log.find(await an_open_room(log, "one"), []) == {}


class TestSnapshots:
    async def test_a_cold_start_gets_the_snapshot_and_what_came_after(self, log: RoomLog) -> None:
        room = await an_open_room(log, "one", "two", "three")
        await save_snapshot(log, room, 2, b"folded")
        stored = await log.load(room)
        assert stored is not None
        assert (stored.snapshot_seq, stored.snapshot) == (2, b"folded")
        assert [entry.seq for entry in stored.tail] == [3]

    async def test_an_older_snapshot_never_replaces_a_newer_one(self, log: RoomLog) -> None:
        room = await an_open_room(log, "one", "two", "three")
        await save_snapshot(log, room, 3, b"newer")
        await save_snapshot(log, room, 2, b"older")
        stored = await log.load(room)
        assert stored is not None
        assert (stored.snapshot_seq, stored.snapshot, list(stored.tail)) == (3, b"newer", [])

    async def test_a_newer_snapshot_replaces_an_older_one(self, log: RoomLog) -> None:
        room = await an_open_room(log, "one", "two", "three")
        await save_snapshot(log, room, 1, b"older")
        await save_snapshot(log, room, 3, b"newer")
        stored = await log.load(room)
        assert stored is not None
        assert (stored.snapshot_seq, stored.snapshot) == (3, b"newer")

    async def test_a_snapshot_ahead_of_the_log_is_of_another_history(self, log: RoomLog) -> None:
        room = await an_open_room(log, "one")
        await save_snapshot(log, room, 2, b"of a room that was")
        stored = await log.load(room)
        assert stored is not None
        assert (stored.snapshot_seq, stored.snapshot) == (0, None)

    async def test_a_snapshot_of_another_history_is_not_kept(self, log: RoomLog) -> None:
        room = await an_open_room(log, "one", "two")
        await log.save_snapshot(room, "another", 1, b"of a room that was")
        stored = await log.load(room)
        assert stored is not None
        assert (stored.snapshot_seq, stored.snapshot) == (0, None)

    async def test_a_room_that_does_not_exist_keeps_no_snapshot(self, log: RoomLog) -> None:
        room = a_room()
        await save_snapshot(log, room, 1, b"x")
        assert await log.load(room) is None

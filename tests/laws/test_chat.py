"""The chat against a plain list."""

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

from hub.chat import CHAT
from hub.chat.messages import Post, Posted, React, Remove
from hub.kernel import Role
from tests.builders import an_actor
from tests.laws.machine import BehaviourMachine

roles = st.sampled_from([Role.AUDIENCE, Role.CREW, Role.MODERATOR, Role.OWNER])
people = st.builds(an_actor, st.sampled_from(["ana", "ben"]), roles)
texts = st.sampled_from(["hi", "two\nlines", "日本"])
which = st.integers(0, 250)


class ChatMachine(BehaviourMachine):
    behaviour = CHAT

    def __init__(self) -> None:
        super().__init__()
        self.board: list[dict[str, Any]] = []
        self.ids: list[str] = ["never-said"]

    @rule(person=people, text=texts, times=st.sampled_from([1, 1, 1, 120]))
    def say(self, person: Any, text: str, times: int) -> None:
        for _ in range(times):
            refused, outcome = self.ask(person, Post(text=text))
            assert refused == ""
            (posted,) = outcome
            assert isinstance(posted, Posted)
            self.ids.append(posted.id)
            self.board.append({"id": posted.id, "who": person.person, "role": person.role, "text": text})
            if len(self.board) > 200:
                del self.board[0]

    @rule(person=people, which=which)
    def take_away(self, person: Any, which: int) -> None:
        wanted = self.ids[-1 - which % len(self.ids)]
        there = [line for line in self.board if line["id"] == wanted]
        if not there:
            expected = "chat.gone"
        elif there[0]["who"] == person.person or person.role in {"moderator", "owner"}:
            expected = ""
            self.board.remove(there[0])
        else:
            expected = "chat.not_yours"

        assert self.ask(person, Remove(message=wanted))[0] == expected

    @rule(person=people)
    def react(self, person: Any) -> None:
        assert self.ask(person, React(emoji="🎉"))[0] == ""

    @invariant()
    def the_chat_is_the_board(self) -> None:
        messages = [{"id": m.id, "who": m.person, "role": m.role, "text": m.text} for m in self.state.messages]
        assert messages == self.board


TestChat = ChatMachine.TestCase

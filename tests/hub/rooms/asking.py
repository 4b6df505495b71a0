"""Commands given to a worker without waiting, and a log that has its troubles."""

from hub.chat.messages import Post
from hub.errors import Rejected
from hub.kernel import Actor, Command, Role
from hub.rooms.live import Live, Pending
from persistence.memory import Trouble
from tests.builders import an_actor
from tests.hub.rooms.world import SHOW, Worker, World

ANA = an_actor("ana", Role.CREW)
BEN = an_actor("ben", Role.CREW)


class Asked:
    """Commands given to a worker without waiting, and every answer to each."""

    def __init__(self, worker: Worker, live: Live) -> None:
        self.worker, self.live = worker, live
        self.answers: dict[str, list[int | str]] = {}

    def ask(self, command_id: str, command: Command, actor: Actor = ANA) -> None:
        """Give one."""
        answers = self.answers.setdefault(command_id, [])

        def answer(result: int | Rejected) -> None:
            answers.append(result.code if isinstance(result, Rejected) else result)

        self.worker.service.submit(self.live, Pending(actor, command_id, command, answer))

    def say(self, *texts: str) -> None:
        """Post each, the text its id."""
        for text in texts:
            self.ask(text, Post(text=text))

    async def all(self) -> dict[str, list[int | str]]:
        """What was answered in the end."""
        await self.worker.service.settled()
        return self.answers


async def asked(worker: Worker, room: str = SHOW) -> Asked:
    """A worker to whom commands can be given."""
    return Asked(worker, await worker.doors.open(room))


def troubles(world: World, *planned: tuple[str, Trouble]) -> None:
    """The next operations of these names go wrong, each once."""
    left = list(planned)

    def trouble(operation: str) -> Trouble:
        for each in left:
            if each[0] == operation:
                left.remove(each)
                return each[1]
        return ""

    world.log.trouble = trouble

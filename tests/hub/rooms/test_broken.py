import asyncio
from typing import Any

from hub.rooms.broken import broken


async def test_the_person_gets_a_reference_and_the_operator_the_trace() -> None:
    reports: list[dict[str, Any]] = []
    asyncio.get_running_loop().set_exception_handler(lambda _loop, report: reports.append(report))
    error = ZeroDivisionError("by zero")

    rejected = broken(error, room="floor/demo", reference="c7")

    assert rejected.say() == "Something broke on our side: tell us the reference c7."
    [report] = reports
    assert report["exception"] is error
    assert "c7" in report["message"]
    assert "floor/demo" in report["message"]

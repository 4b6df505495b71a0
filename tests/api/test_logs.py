"""What is written down, and what never is."""

import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from api import grants, logs
from hub.errors import Rejected


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    """The configuration is the process's."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    structlog.reset_defaults()
    root.handlers, root.level = handlers, level


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def test_an_event_is_one_line_of_json_with_time_and_level(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("json")
    structlog.get_logger().info("refused", room="floor/demo", person="ana", command="c1")
    (line,) = lines(capsys)
    assert line.pop("timestamp")
    assert line == {"event": "refused", "level": "info", "room": "floor/demo", "person": "ana", "command": "c1"}


@pytest.mark.parametrize("key", ["token", "grant", "cookie", "authorization", "secret", "password"])
def test_a_secret_is_never_written(key: str, capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("json")
    structlog.get_logger().info("hello", **{key: "s3cret"})
    (line,) = lines(capsys)
    assert line[key] == "***"


def test_the_libraries_warnings_come_the_same_way(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("json")
    logging.getLogger("uvicorn.error").warning("odd")
    (line,) = lines(capsys)
    assert (line["event"], line["level"]) == ("odd", "warning")


@pytest.mark.parametrize(
    ("level", "seen"), [("debug", ["joined", "done", "refused"]), ("info", ["refused"]), ("warning", [])]
)
def test_the_level_decides_how_closely_one_looks(
    level: str, seen: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    logs.configure("json", level)
    journal = logs.journal(structlog.get_logger().bind(worker="w1"))
    for event in ("joined", "done", "refused"):
        journal(event, room="floor/demo", person="ana")
    written = lines(capsys)
    assert [line["event"] for line in written] == seen
    assert all(line["worker"] == "w1" for line in written)


def test_for_a_console_it_is_a_line_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("console")
    structlog.get_logger().info("refused", room="floor/demo")
    (line,) = capsys.readouterr().err.splitlines()
    assert "refused" in line
    assert "room=floor/demo" in line


@pytest.mark.parametrize("log_format", ["json", "console"])
@pytest.mark.parametrize("logger", ["structlog", "asyncio"])
def test_a_trace_says_where_it_happened_and_not_with_what(
    log_format: str, logger: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whoever reads a grant has the secret and the token in its variables."""
    secret = "s3cret-" * 6
    logs.configure(log_format)
    with pytest.raises(Rejected) as broken:
        grants.read(secret, "forged", now_ms=0)
    if logger == "structlog":
        structlog.get_logger().error("broken", exc_info=broken.value)
    else:
        logging.getLogger(logger).log(logging.ERROR, "broken", exc_info=broken.value)
    written = capsys.readouterr().err
    assert "grants.py" in written
    assert secret[:20] not in written

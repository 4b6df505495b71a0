"""Conformance is tested on the loop that the hub runs on."""

import asyncio
from collections.abc import Callable, Mapping

import uvloop


def pytest_asyncio_loop_factories() -> Mapping[str, Callable[[], asyncio.AbstractEventLoop]]:
    """Every test of this folder has a uvloop of its own."""
    return {"uvloop": uvloop.new_event_loop}

"""What is made of counts; the measures themselves run on real servers in test_run.py and test_hub.py."""

import os
import subprocess
import sys

from load.crowd.histogram import Histogram
from load.peers.measures import Size, family, later


def a_histogram(*ms: int) -> Histogram:
    found = Histogram()
    for each in ms:
        found.add(each * 1_000_000)
    return found


def test_a_load_has_only_the_times_that_were_met_in_it() -> None:
    before, after = a_histogram(1, 1, 500), a_histogram(1, 1, 500, 20, 21)
    found = later(after, before)
    assert found.count == 2
    assert 19 < found.quantile_ms(0.0) <= found.quantile_ms(0.99) < 23
    assert later(before, before).count == 0


def test_a_server_is_all_of_its_processes() -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as child:
        assert {os.getpid(), child.pid} <= set(family([os.getpid()]))
        assert family([child.pid]) == [child.pid]
        child.communicate(b"\n")


def test_the_crowd_is_large_enough_for_the_room_that_is_busy() -> None:
    assert Size().sockets <= Size().people

"""Bounds that several scenarios share, in the words and with the numbers of the list of promises."""

from load.report.result import Bound

LOST = Bound("lost", "messages lost", 0, promise=1)
REPEATED = Bound("repeated", "messages delivered twice", 0, promise=2)
CUT_OFF = Bound("cut_off", "phones cut off", 0)
NOTHING_LOST = (LOST, REPEATED)
BACK = Bound("back_s", "everybody is back within", 60, "s", promise=19)
LOG_READS = Bound("log_reads_per_room", "how often a worker asked the log for a room", 1, promise=19)
#: One flush of a large room (`hub/rooms/fanout.py`): less than that nobody can tell from chance.
UNCHANGED_MS = 25
UNCHANGED = Bound("p99_added_ms", "what it adds to everybody else's p99", UNCHANGED_MS, "ms", promise=15)

import io

from load.scenarios.processes import Cost
from load.scenarios.progress import Progress, line
from load.scenarios.sampler import Sample


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def a_sample(at_s: float, p99_ms: float | None = 12.3) -> Sample:
    costs = {"worker 1": Cost(0.5, 80), "worker 2": Cost(0.25, 80), "receivers": Cost(0.2, 30)}
    return Sample(at_s, 0, 210_000, 99.6, 2_000, p99_ms and 3.1, p99_ms, costs)


def test_a_line_has_the_figures_of_the_moment() -> None:
    assert line(a_sample(12)) == (
        "   12.0 s  2k open  210k delivered/s  99.6 answered/s  p50 3.1 p99 12.3 ms  cpu workers 0.75  receivers 0.20"
    )
    assert "no message" in line(a_sample(1, None))


def test_at_a_terminal_one_line_is_renewed_and_what_is_said_stays() -> None:
    out = Terminal()
    progress = Progress(out)
    for at_s in (0.5, 1.0):
        progress.tell(a_sample(at_s))
    progress.say("peak: held")
    written = out.getvalue()
    assert written.count("\n") == 1
    assert written.endswith("\r\x1b[2Kpeak: held\n")
    assert all(len(each) < 80 for each in written.split("\r\x1b[2K"))


def test_in_a_log_there_is_a_line_a_second() -> None:
    out = io.StringIO()
    progress = Progress(out)
    for number in range(6):
        progress.tell(a_sample(number / 2))
    progress.say("peak: held")
    lines = out.getvalue().splitlines()
    assert [each.split()[0] for each in lines] == ["0.0", "1.0", "2.0", "peak:"]
    assert "\x1b" not in out.getvalue()

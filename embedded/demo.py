"""`make demo`: a whole show on this machine, and the links to its pages."""

import io
import time
from collections.abc import Callable

import segno

from embedded.stack import Stack, Wanted, password, stack

POLL_S = 0.5


def steps_told(say: Callable[[str], None]) -> Callable[[str], None]:
    """Tells each step, with the seconds since the first."""
    began = time.monotonic()
    return lambda step: say(f"  {time.monotonic() - began:5.1f} s  {step}")


def page(running: Stack) -> str:
    """What the person at the terminal sees: the links, and the phone page as a code to point a camera at."""
    # Not before the workers have begun: what is imported here takes a while.
    from embedded.links import address_of, links, phone_page  # noqa: PLC0415
    from embedded.seeds.organisation import MAIL  # noqa: PLC0415

    address = address_of(running.settings)
    shown = links(running.settings, address)
    width = max(len(link.label) for link in shown)
    lines = "\n".join(f"  {link.label:{width}}  {link.url}" for link in shown)
    code = io.StringIO()
    segno.make(phone_page(address).url, error="l").terminal(code, compact=True, border=2)
    loopback = "\n  For a phone in your network: make demo HOST=0.0.0.0" if "//127." in address else ""
    owner = f"  To sign in: {MAIL}, {password(running.hub.directory)}; mails are at {address}/dev/mail"
    return f"\n{lines}\n{owner}\n\n{code.getvalue()}\n  The phone page: {phone_page(address).url}{loopback}\n"


def demo(wanted: Wanted, say: Callable[[str], None], wait: Callable[[float], None] = time.sleep) -> int:
    """Run until somebody ends it; 1 when the hub ended by itself."""
    tell = steps_told(say)
    with stack(wanted, tell) as running:
        tell("ready")
        return _until_ended(running, say, wait)


def _until_ended(running: Stack, say: Callable[[str], None], wait: Callable[[float], None]) -> int:
    say(page(running))
    say(f"  Ctrl-C ends it; what was typed stays in {running.hub.directory}.")
    try:
        while running.hub.running:
            wait(POLL_S)
    except KeyboardInterrupt:
        say("\n  closing")
        return 0
    say(f"  The hub ended: see {running.hub.log}")
    return 1

"""What to say when a rule or a port does what none may: the person gets a reference, the operator the trace."""

import asyncio

from hub.errors import Rejected


def broken(error: Exception, *, room: str, reference: str) -> Rejected:
    """Report a fault of ours through the loop's exception handler; the refusal that names the reference."""
    message = f"hub.broken {reference} in {room}"
    asyncio.get_running_loop().call_exception_handler({"message": message, "exception": error})
    return Rejected("hub.broken", reference=reference)

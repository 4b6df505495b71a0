"""Bodies as their description says, and nothing else: no "1" for a number and no 0 for false."""

from typing import Any

import msgspec
from litestar import Request

from hub.errors import Rejected

#: Larger ones are not taken for whole: the digits would be those of the machine.
_WHOLE_MAX = 2**63


def _number(text: str) -> float:
    value = float(text)
    return int(value) if value.is_integer() and abs(value) < _WHOLE_MAX else value


#: JSON has one kind of number: 7.0 is a whole one (JSON Schema, 6.3).
_said = msgspec.json.Decoder(float_hook=_number).decode


class StrictRequest(Request[Any, Any, Any]):
    """The framework converts what a body says to what a handler takes, and is generous; here it is decoded as that."""

    async def json(self) -> Any:
        """The body as the handler's `data`.

        Raises:
            Rejected: `http.bad_request`, with where it is wrong.
        """
        body = await self.body()
        asked = self.route_handler.parsed_data_field
        try:
            said = _said(body or b"null")
            return said if asked is None else msgspec.convert(said, asked.annotation)
        except msgspec.DecodeError as error:
            raise Rejected("http.bad_request", detail=where(str(error))) from error


def where(said: str) -> str:
    """What msgspec says of a body, in the order people read it: first where, then what."""
    what, _, path = said.partition(" - at `$")
    place = path.rstrip("`").lstrip(".")
    return f"{place}: {what}" if place else what

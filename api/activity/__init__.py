"""What was done in a room: the list of it, how far somebody has read it, and every value that a place had."""

from api.activity import history, lines

HANDLERS = (*lines.HANDLERS, *history.HANDLERS)

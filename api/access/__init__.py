"""Ways in: links and codes for outsiders, tickets for sockets, and who is sent out again."""

from api.access import bans, codes, links, tickets

HANDLERS = (*links.HANDLERS, *codes.HANDLERS, *tickets.HANDLERS, *bans.HANDLERS)

"""Venues, shows, streams, advances, and the calendar of them."""

from api.shows import advances, calendar, shows, streams, venues

HANDLERS = (*venues.HANDLERS, *shows.HANDLERS, *advances.HANDLERS, *streams.HANDLERS, *calendar.HANDLERS)

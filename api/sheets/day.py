"""When and where a show is: what its schedule means in hours of the world."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from msgspec import Struct

from api.shows.asked import known
from hub.advancing_sync.form import Form
from hub.errors import Rejected
from persistence.documents import Known

#: A show is in these years, so that days before and after it are days too.
_YEARS = range(1970, 2200)
DATE, ZONE, TITLE = "show.date", "show.timezone", "show.title"


class Day(Struct, frozen=True):
    """The day of a show at its venue. `zone` is None where nobody has said it: then times are of no zone."""

    date: date
    zone: ZoneInfo | None
    title: str = ""
    place: str = ""

    def at(self, day_offset: int, clock: str) -> datetime:
        """A time of day, so many days after the day of the show."""
        hours, _, minutes = clock.partition(":")
        moment = datetime.combine(self.date + timedelta(days=day_offset), time(int(hours), int(minutes)))
        return moment.replace(tzinfo=self.zone)


def day_of(form: Form, told: Known) -> Day:
    """The day that the form says, else the one that the show was made for.

    Raises:
        Rejected: `sheet.no_day`.
    """
    found = _date(_text(form, DATE)) or _date(told.day)
    if found is None:
        raise Rejected("sheet.no_day")
    zone = _zone(_text(form, ZONE)) or _zone(told.timezone)
    return Day(found, zone, told.title or _text(form, TITLE), told.place)


def _text(form: Form, key: str) -> str:
    register = form.fields.get(key)
    return str(register.value or "") if register else ""


def _date(text: str) -> date | None:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if found.year in _YEARS else None


def _zone(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(known(name)) if name else None
    except Rejected:
        return None

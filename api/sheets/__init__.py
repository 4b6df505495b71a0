"""Lists of an advance as files: CSV of each, iCalendar of the schedule, and back through a preview."""

from api.sheets.exports import HANDLERS as EXPORTS
from api.sheets.imports import HANDLERS as IMPORTS

HANDLERS = (*EXPORTS, *IMPORTS)

"""The form that every show starts with: what touring crews and venues ask each other before the day."""

from hub.advancing_sync.schema import Schema
from hub.advancing_sync.standard_day import ADDRESSES, CONTACTS, PARKING, SCHEDULE, SHOW
from hub.advancing_sync.standard_hosting import (
    FILES,
    GUEST_LIST,
    HOSPITALITY,
    MERCH,
    MONEY,
    PRESS,
    RESTRICTIONS,
    TRAVEL,
    WIFI,
)
from hub.advancing_sync.standard_stage import LABOUR, PRODUCTION, TECHNICAL

STANDARD = Schema(
    (
        SHOW,
        ADDRESSES,
        SCHEDULE,
        PARKING,
        CONTACTS,
        PRODUCTION,
        TECHNICAL,
        LABOUR,
        HOSPITALITY,
        GUEST_LIST,
        MERCH,
        WIFI,
        TRAVEL,
        PRESS,
        MONEY,
        RESTRICTIONS,
        FILES,
    )
)

"""A club night's advance, nine days before: half filled, three answers not agreed on yet."""

from collections.abc import Iterator
from datetime import date, timedelta

from embedded.seeds.people import ANA, BEN, CLEO, DANA, Step
from hub.advancing_sync.messages import AddRow, Edit, Lock, Value
from hub.chat.messages import Post
from hub.kernel import Actor

DAYS_AHEAD = 9

VENUE: dict[str, Value] = {
    "show.venue": "Lantern Hall",
    "show.stage": "Main room",
    "show.city": "Leipzig",
    "show.capacity_total": 650,
    "show.capacity_standing": 600,
    "show.capacity_seated": 50,
    "show.age_limit": 18,
    "show.sold_count": 412,
    "show.currency": "EUR",
    "show.setting": "indoor",
    "addresses.venue_address": "Lantern Hall\nMill Lane 4\n04109 Leipzig",
    "addresses.loading_address": "Gate B, behind the mill, turn at the silo",
    "addresses.phone": "+49 341 555 0100",
    "parking.van_parking": True,
    "parking.van_place": "Courtyard, two places",
    "parking.bus_parking": True,
    "parking.bus_place": "Mill Lane, cones from noon",
    "parking.shore_power": True,
    "parking.shore_power_a": 32,
    "parking.dock": False,
    "parking.stairs": 3,
    "parking.lift": True,
    "parking.distance_to_stage_m": 25,
    "production.stage_width_m": 9,
    "production.stage_depth_m": 6.5,
    "production.stage_height_m": 0.9,
    "production.clearance_m": 4.2,
    "production.pa": "Line array, 6 a side, 4 subs; front fills",
    "production.foh_console": "CL5 with 2 stage boxes",
    "production.monitor_mixes": 8,
    "production.wedges": 6,
    "production.lines": 48,
    "production.haze": True,
    "production.spl_limit_db": 99,
    "production.spl_details": "LAeq over 30 minutes, measured at FOH, logged",
    "hospitality.showers": 2,
    "hospitality.production_office": "First floor, key at the bar",
    "guest_list.allotment": 20,
    "guest_list.cutoff_time": "17:00",
    "guest_list.pick_up": "Box office, left window, ID needed",
    "merch.place": "Foyer, beside the cloakroom",
    "merch.tables": 2,
    "merch.rate_soft": 15,
    "merch.rate_hard": 10,
}
BAND: dict[str, Value] = {
    "show.title": "Velvet Harbour: Night Shift",
    "show.type": "club night",
    "show.billing": "headline",
    "show.status": "announced",
    "technical.foh_console": "Venue's desk; Dana brings her file",
    "technical.in_ear_monitors": "Six stereo packs, 516-558 MHz; frequencies from Dana by Friday",
    "technical.backline_wanted": "Bass cabinet 8x10, two keyboard stands, drum riser 2x2",
    "hospitality.towels_stage": 12,
    "hospitality.stage_water": 24,
    "press.photo_policy": "First three songs, no flash, from the pit",
    "restrictions.notes": "No strobes during the third song",
}
PROMOTER: dict[str, Value] = {
    "money.guarantee": 350_000,
    "money.split": 70,
    "money.deposit": 175_000,
    "money.deposit_paid": True,
    "money.settlement_how": "transfer",
    "money.settlement_with": "Cleo, production office",
}

SCHEDULE: tuple[dict[str, Value], ...] = (
    {"what": "access", "start": "12:00", "who": "Ben", "internal": True},
    {"what": "load-in", "start": "14:00", "end": "15:30", "who": "4 hands", "confirmed": True},
    {"what": "line check", "start": "15:30", "end": "16:00", "who": "Dana"},
    {"what": "soundcheck", "title": "Velvet Harbour", "start": "16:00", "end": "17:30", "confirmed": True},
    {"what": "soundcheck", "title": "Paper Lamps", "start": "17:30", "end": "18:15"},
    {"what": "meal", "title": "Dinner", "start": "18:15"},
    {"what": "doors"},
    {"what": "support set", "title": "Paper Lamps", "start": "20:30", "end": "21:10"},
    {"what": "changeover", "start": "21:10", "end": "21:35"},
    {"what": "headliner", "title": "Velvet Harbour", "start": "21:35", "end": "23:05", "confirmed": True},
    {"what": "noise curfew", "start": "00:00", "day_offset": 1, "confirmed": True},
    {"what": "load-out", "start": "23:30", "end": "01:00"},
)
GUESTS: tuple[dict[str, Value], ...] = (
    {"name": "Ida Lund", "plus": 1, "pass_type": "guest", "requested_by": "Ana", "approved": True},
    {"name": "Marek Novak", "plus": 0, "pass_type": "all areas", "requested_by": "Ana", "approved": True},
    {"name": "Joana Reis", "plus": 2, "pass_type": "guest", "requested_by": "Dana", "approved": False},
    {"name": "Photo: R. Okafor", "plus": 0, "pass_type": "photo", "requested_by": "Cleo", "approved": True},
    {"name": "Radio Mill", "plus": 1, "pass_type": "press", "requested_by": "Cleo"},
)
CONTACTS: tuple[dict[str, Value], ...] = (
    {"name": "Ana Castro", "role": "Tour manager", "side": "band", "phone": "+49 160 555 0111"},
    {"name": "Dana Weiss", "role": "Front of house", "side": "band", "email": "dana@example.org"},
    {"name": "Ben Adler", "role": "Production", "side": "venue", "phone": "+49 341 555 0102"},
    {"name": "Cleo Martin", "role": "Promoter", "side": "promoter", "email": "cleo@example.org"},
)
#: Written by two people who had not seen each other's answer: field, row, column, then who wrote what.
DISAGREED: tuple[tuple[str, str, str, tuple[tuple[Actor, Value], ...]], ...] = (
    ("schedule.items", "schedule_7", "start", ((ANA, "19:30"), (BEN, "19:00"))),
    ("hospitality.guest_count", "", "", ((ANA, 14), (BEN, 12))),
    ("production.monitor_console", "", "", ((BEN, "From FOH"), (DANA, "Own desk, stage left"), (ANA, "SD12 on hire"))),
)
SAID = (
    (BEN, "Gate B is closed for works until noon. Please come from the mill side."),
    (ANA, "Got it, the bus will be there at half past one."),
    (DANA, "Is the house multicore on the left? I need 40 m otherwise."),
    (BEN, "Left, yes. 48 lines, tested on Monday."),
    (CLEO, "412 sold. Doors time, please: you two do not agree yet."),
)


def steps(today: date) -> Iterator[Step]:
    """The advance as it stands, from the day it is seeded."""
    day = (today + timedelta(days=DAYS_AHEAD)).isoformat()
    yield from _fields(CLEO, {"show.date": day, "show.timezone": "Europe/Berlin", "guest_list.cutoff_date": day})
    yield from _fields(BEN, VENUE)
    yield from _fields(ANA, BAND)
    yield from _fields(CLEO, PROMOTER)
    yield from _rows(ANA, "schedule.items", "schedule", SCHEDULE)
    yield from _rows(ANA, "guest_list.guests", "guest", GUESTS)
    yield from _rows(CLEO, "contacts.people", "contact", CONTACTS)
    for field, row, column, answers in DISAGREED:
        for actor, value in answers:
            yield Step(actor, Edit(field=field, value=value, row=row, column=column))
    yield Step(CLEO, Lock(field="money.guarantee"))
    yield from (Step(actor, Post(text=text)) for actor, text in SAID)


def _fields(actor: Actor, answers: dict[str, Value]) -> Iterator[Step]:
    return (Step(actor, Edit(field=field, value=value)) for field, value in answers.items())


def _rows(actor: Actor, field: str, name: str, rows: tuple[dict[str, Value], ...]) -> Iterator[Step]:
    last = ""
    for number, cells in enumerate(rows, start=1):
        row = f"{name}_{number}"
        yield Step(actor, AddRow(field=field, row=row, after=last))
        for column, value in cells.items():
            yield Step(actor, Edit(field=field, value=value, row=row, column=column))
        last = row

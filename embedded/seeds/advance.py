"""A club night's advance, nine days before: answered, but for three questions on which people do not agree yet."""

from collections.abc import Iterator
from datetime import date

from embedded.seeds.people import ANA, BEN, CLEO, DANA, Step
from embedded.seeds.story import Answers, Day, Rows, Story, told

DAYS_AHEAD = 9

PROMOTER: Answers = {
    "show.date": Day(),
    "show.timezone": "Europe/Berlin",
    "show.title": "Velvet Harbour: Night Shift",
    "show.type": "club night",
    "show.billing": "headline",
    "show.status": "announced",
    "show.ticket_link": "https://tickets.example.org/night-shift",
    "show.notes": "Two floors until six; the band plays on the main floor only.",
    "money.guarantee": 350_000,
    "money.split": 70,
    "money.split_details": "After costs of 2,900.00; counted at the door and online",
    "money.deposit": 175_000,
    "money.deposit_paid": True,
    "money.settlement_time": "00:30",
    "money.settlement_with": "Cleo, production office",
    "money.settlement_how": "transfer",
    "money.notes": "Invoice to Harbour Concerts; tax number on the contract",
    "files.contract_link": "https://files.example.org/night-shift/contract.pdf",
    "labour.stagehands_in": 4,
    "labour.stagehands_out": 4,
    "labour.security": 8,
    "labour.medical": 2,
    "labour.runners": 1,
    "press.meet_and_greet": "Twelve winners of Radio Mill, 18:50, foyer; Cleo brings them",
}
VENUE: Answers = {
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
    "addresses.artist_door": "Green door left of Gate B; ring twice",
    "addresses.map_link": "https://maps.example.org/lantern-hall",
    "addresses.phone": "+49 341 555 0100",
    "parking.van_parking": True,
    "parking.van_place": "Courtyard, two places",
    "parking.bus_parking": True,
    "parking.bus_place": "Mill Lane, cones from noon",
    "parking.shore_power": True,
    "parking.shore_power_a": 32,
    "parking.permits": "None for vans; the bus has the city's permit 8841, it hangs at the gate",
    "parking.dock": False,
    "parking.stairs": 3,
    "parking.lift": True,
    "parking.lift_details": "2.0 x 1.4 m, 800 kg",
    "parking.distance_to_stage_m": 25,
    "production.stage_width_m": 9,
    "production.stage_depth_m": 6.5,
    "production.stage_height_m": 0.9,
    "production.clearance_m": 4.2,
    "production.risers": "Two of 2 x 1 m, 20 or 40 cm",
    "production.pa": "Line array, 6 a side, 4 subs; front fills",
    "production.foh_console": "CL5 with 2 stage boxes",
    "production.monitor_mixes": 8,
    "production.wedges": 6,
    "production.stage_box": "Stage left, 48 in, 16 out",
    "production.lines": 48,
    "production.mics_and_di": "The usual set and 8 DI; list in the tech pack",
    "production.rf": "Free: 470-516 and 558-606 MHz; taxi radio at 542",
    "production.lighting_rig": "12 spots, 12 washes, 4 blinders, two trusses",
    "production.lighting_desk": "MA2 light",
    "production.haze": True,
    "production.video": "One projector on the back wall, 6,000 lumen",
    "production.backline": "Drum kit without breakables, one bass cabinet",
    "production.rigging_points": "Six in the front truss, 250 kg each",
    "production.spl_limit_db": 99,
    "production.spl_details": "LAeq over 30 minutes, measured at FOH, logged",
    "production.barricade": "None; two people of security at the edge",
    "labour.foh_techs": 1,
    "labour.monitor_techs": 1,
    "labour.lighting_techs": 1,
    "labour.electricians": 1,
    "labour.minimum_call_h": 4,
    "hospitality.showers": 2,
    "hospitality.production_office": "First floor, key at the bar",
    "hospitality.laundry": "No machine; laundrette on Mill Lane until 20:00",
    "guest_list.pick_up": "Box office, left window, ID needed",
    "merch.place": "Foyer, beside the cloakroom",
    "merch.tables": 2,
    "merch.rate_soft": 15,
    "merch.rate_hard": 10,
    "merch.tax": 19,
    "merch.window": "Doors until half an hour after the set",
    "restrictions.noise": "Doors to the courtyard stay shut after 22:00",
    "restrictions.smoking": "In the courtyard only",
    "restrictions.crowd": "No stage diving: the insurance ends there",
    "restrictions.accessibility": "Ramp at Gate B, platform for four, toilet on the ground floor",
    "restrictions.evacuation": "Gate A and Gate B; meeting point at the silo",
    "restrictions.medical": "First aid beside the cloakroom; St. Georg, 10 minutes",
    "files.tech_pack_link": "https://files.example.org/lantern-hall/tech-pack.pdf",
}
BAND: Answers = {
    "technical.foh_console": "Venue's desk; Dana brings her file",
    "technical.monitor_console": "See the question in Production",
    "technical.lighting_desk": "Venue's desk",
    "technical.in_ear_monitors": "Six stereo packs, 516-558 MHz; frequencies from Dana by Friday",
    "technical.backline_wanted": "Bass cabinet 8x10, two keyboard stands, drum riser 2x2",
    "technical.playback": "Two laptops with a switcher, 8 lines, stage left",
    "technical.effects": "Confetti in the last song, two shots, if the house allows",
    "hospitality.towels_stage": 12,
    "hospitality.towels_shower": 10,
    "hospitality.stage_water": 24,
    "hospitality.ice": "Two bags at doors",
    "hospitality.bus_stock": "Bread, cheese, fruit, 24 water, 12 beer",
    "press.photo_policy": "First three songs, no flash, from the pit",
    "press.recording_policy": "Phones yes, cameras no",
    "merch.seller": "band",
    "restrictions.notes": "No strobes during the third song",
    "files.stage_plot_link": "https://files.example.org/velvet-harbour/plot.pdf",
    "files.technical_rider_link": "https://files.example.org/velvet-harbour/technical.pdf",
    "files.hospitality_rider_link": "https://files.example.org/velvet-harbour/hospitality.pdf",
}
CLOSES: Answers = {
    "guest_list.allotment": 20,
    "guest_list.cutoff_date": Day(),
    "guest_list.cutoff_time": "17:00",
}

SCHEDULE: tuple[Answers, ...] = (
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
    {"what": "load-out", "start": "23:30", "end": "01:00", "notes": "Through Gate B; quiet in the courtyard"},
)
GUESTS: tuple[Answers, ...] = (
    {"name": "Ida Lund", "plus": 1, "pass_type": "guest", "requested_by": "Ana", "approved": True},
    {"name": "Marek Novak", "plus": 0, "pass_type": "all areas", "requested_by": "Ana", "approved": True},
    {"name": "Joana Reis", "plus": 2, "pass_type": "guest", "requested_by": "Dana"},
    {"name": "Photo: R. Okafor", "plus": 0, "pass_type": "photo", "requested_by": "Cleo", "approved": True},
    {"name": "Radio Mill", "plus": 1, "pass_type": "press", "requested_by": "Cleo"},
    {"name": "A cousin of the bar", "plus": 6, "pass_type": "guest", "requested_by": "Ben", "approved": False},
)
CONTACTS: tuple[Answers, ...] = (
    {"name": "Ana Castro", "role": "Tour manager", "side": "band", "phone": "+49 160 555 0111"},
    {"name": "Dana Weiss", "role": "Front of house", "side": "band", "email": "dana@example.org"},
    {"name": "Ben Adler", "role": "Production", "side": "venue", "phone": "+49 341 555 0102"},
    {"name": "Cleo Martin", "role": "Promoter", "side": "promoter", "email": "cleo@example.org"},
)
TIERS: tuple[Answers, ...] = (
    {"name": "Early", "price": 1_800, "count": 150, "sold": 150},
    {"name": "Regular", "price": 2_400, "count": 400, "sold": 262},
)
POWER: tuple[Answers, ...] = (
    {"department": "audio", "current_a": 63, "phases": 3, "connector": "CEE red", "place": "Stage left"},
    {"department": "lighting", "current_a": 63, "phases": 3, "connector": "CEE red", "place": "Stage right"},
    {"department": "backline", "current_a": 16, "phases": 1, "connector": "Schuko", "place": "Upstage"},
    {"department": "shore", "current_a": 32, "phases": 3, "connector": "CEE red", "place": "Mill Lane"},
)
ROOMS: tuple[Answers, ...] = (
    {
        "name": "Loft",
        "for_whom": "Velvet Harbour",
        "capacity": 10,
        "ready_at": "14:00",
        "key": "Bar",
        "drinks": "Rider",
    },
    {"name": "Cabin", "for_whom": "Paper Lamps", "capacity": 5, "ready_at": "16:00", "key": "Bar", "drinks": "Water"},
)
MEALS: tuple[Answers, ...] = (
    {"which": "lunch", "time": "14:30", "count": 9, "how": "in-house", "paid_by": "venue", "notes": "Soup and bread"},
    {"which": "dinner", "time": "18:15", "count": 14, "how": "buy-out", "buyout_each": 2_000, "currency": "EUR"},
)
TRIPS: tuple[Answers, ...] = (
    {
        "who": "Everybody",
        "how": "bus",
        "from_place": "Prague",
        "to_place": "Leipzig",
        "date": Day(),
        "arrives": "11:30",
    },
    {"who": "Dana", "how": "train", "from_place": "Berlin", "to_place": "Leipzig", "date": Day(), "departs": "10:28"},
)
HOTELS: tuple[Answers, ...] = (
    {
        "name": "Pension Silo",
        "address": "Silo Street 2\n04109 Leipzig",
        "phone": "+49 341 555 0177",
        "check_in": Day(),
        "check_out": Day(1),
        "rooms": "3 twin, 2 single",
        "paid_by": "promoter",
        "notes": "Night bell; breakfast from 9:00",
    },
)
#: Written by two people who had not seen each other's answer: field, row, column, then who wrote what.
DISAGREED = (
    ("schedule.items", "schedule_7", "start", ((ANA, "19:30"), (BEN, "19:00"))),
    ("hospitality.guest_count", "", "", ((ANA, 14), (BEN, 12))),
    ("production.monitor_console", "", "", ((BEN, "From FOH"), (DANA, "Own desk, stage left"), (ANA, "SD12 on hire"))),
)

STORY = Story(
    DAYS_AHEAD,
    answers=((CLEO, PROMOTER), (BEN, VENUE), (ANA, BAND)),
    lists=(
        Rows(ANA, "schedule.items", "schedule", SCHEDULE),
        Rows(ANA, "guest_list.guests", "guest", GUESTS),
        Rows(CLEO, "contacts.people", "contact", CONTACTS),
        Rows(BEN, "show.price_tiers", "tier", TIERS),
        Rows(BEN, "production.power", "power", POWER),
        Rows(BEN, "hospitality.dressing_rooms", "room", ROOMS),
        Rows(CLEO, "hospitality.meals", "meal", MEALS),
        Rows(ANA, "hospitality.diets", "diet", ({"what": "vegan", "count": 3}, {"what": "no nuts", "count": 1})),
        Rows(ANA, "travel.trips", "trip", TRIPS),
        Rows(CLEO, "travel.hotels", "hotel", HOTELS),
        Rows(
            CLEO, "money.buyouts", "buyout", ({"what": "Dinner", "amount": 28_000, "currency": "EUR", "paid": False},)
        ),
        Rows(
            BEN, "wifi.networks", "wifi", ({"name": "lantern-crew", "password": "mill-lane-4", "place": "Backstage"},)
        ),
    ),
    late=((BEN, CLOSES),),
    disagreed=DISAGREED,
    deadlines={"guest_list": 2, "technical": 7, "hospitality": 5},
    marks=(
        (CLEO, "confirmed", ("show.date", "show.timezone", "parking.bus_place", "production.spl_limit_db")),
        (ANA, "needs_answer", ("hospitality.guest_count", "technical.effects")),
        (ANA, "asked", ("production.monitor_console",)),
    ),
    verified=((BEN, "parking.bus_place"),),
    notes=(
        (ANA, "technical.effects", "Is confetti all right? Paper, not plastic."),
        (BEN, "technical.effects", "I ask the owner tomorrow."),
        (DANA, "production.spl_details", "A or C? I need C at the subs."),
    ),
    submitted=((BEN, "parking"), (BEN, "production"), (ANA, "technical")),
    signed=((BEN, "addresses"), (ANA, "addresses")),
    locked=("money.guarantee",),
    said=(
        (BEN, "Gate B is closed for works until noon. Please come from the mill side."),
        (ANA, "Got it, the bus will be there at half past one."),
        (DANA, "Is the house multicore on the left? I need 40 m otherwise."),
        (BEN, "Left, yes. 48 lines, tested on Monday."),
        (CLEO, "412 sold. Doors time, please: you two do not agree yet."),
    ),
)


def steps(today: date) -> Iterator[Step]:
    """The advance as it stands, from the day it is seeded."""
    return told(STORY, today)

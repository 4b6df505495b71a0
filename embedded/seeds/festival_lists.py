"""The lists of the festival set: its day, its people, its lines and where everybody sleeps."""

from embedded.seeds.story import Answers, Day

SCHEDULE: tuple[Answers, ...] = (
    {"what": "travel", "title": "Bus from Porto", "start": "08:00", "end": "09:15", "who": "Band and crew"},
    {"what": "access", "start": "09:30", "who": "Truck", "notes": "Gate 7, pass V-118", "confirmed": True},
    {"what": "crew call", "start": "10:00", "who": "8 hands"},
    {"what": "load-in", "title": "To the second riser", "start": "10:00", "end": "11:30", "confirmed": True},
    {"what": "line check", "title": "On risers, headphones only", "start": "11:30", "end": "12:15", "who": "Dana"},
    {"what": "meal", "title": "Catering opens", "start": "12:30"},
    {"what": "press", "title": "Radio Maresia", "start": "14:00", "end": "14:20"},
    {"what": "press", "title": "Signing tent", "start": "17:00", "end": "17:30"},
    {"what": "other", "title": "Settlement", "start": "16:00", "end": "16:20", "who": "Cleo", "internal": True},
    {"what": "support set", "title": "The Ferrymen", "start": "20:30", "end": "21:20"},
    {"what": "changeover", "start": "21:20", "end": "21:45", "confirmed": True},
    {"what": "headliner", "title": "Paper Lamps", "start": "21:45", "end": "23:00", "confirmed": True},
    {"what": "load-out", "start": "23:00", "end": "00:30"},
    {"what": "backstage curfew", "start": "02:00", "day_offset": 1},
    {"what": "bus call", "start": "02:30", "day_offset": 1, "who": "Everybody"},
)
GUESTS: tuple[Answers, ...] = (
    {"name": "Inês Faria", "plus": 1, "pass_type": "backstage", "requested_by": "Paper Lamps", "approved": True},
    {"name": "Label: Tom Ash", "plus": 2, "pass_type": "guest", "requested_by": "Ana", "approved": True},
    {
        "name": "Luthier",
        "plus": 0,
        "pass_type": "working",
        "approved": True,
        "pick_up": "Gate 7",
        "notes": "With tools",
    },
    {"name": "M. Okoro", "plus": 1, "pass_type": "after show", "requested_by": "Dana"},
)
CONTACTS: tuple[Answers, ...] = (
    {"name": "Ana Castro", "role": "Tour manager", "side": "band", "phone": "+49 160 555 0111"},
    {"name": "Dana Weiss", "role": "Front of house", "side": "band", "email": "dana@example.org"},
    {"name": "Rui Matos", "role": "Stage manager", "side": "venue", "phone": "+351 234 555 017"},
    {"name": "Atlantic Power", "role": "Generators", "side": "supplier", "phone": "+351 234 555 090"},
)
TIERS: tuple[Answers, ...] = ({"name": "Saturday", "price": 5_900, "count": 18_000, "sold": 15_240},)
VEHICLES: tuple[Answers, ...] = (
    {"kind": "bus", "length_m": 13.8, "plate": "PO-PL 204", "driver_phone": "+49 160 555 0140"},
    {"kind": "truck", "length_m": 12, "plate": "PO-PL 205", "driver_phone": "+49 160 555 0141"},
    {"kind": "trailer", "length_m": 5.5, "plate": "PO-PL 206"},
)
POWER: tuple[Answers, ...] = (
    {"department": "audio", "current_a": 125, "phases": 3, "connector": "CEE red", "place": "Stage left, generator 2"},
    {"department": "lighting", "current_a": 400, "phases": 3, "connector": "Powerlock", "place": "Stage right"},
    {"department": "video", "current_a": 125, "phases": 3, "connector": "CEE red", "place": "Stage right"},
    {"department": "backline", "current_a": 32, "phases": 3, "connector": "CEE red", "place": "Each riser"},
    {"department": "catering", "current_a": 63, "phases": 3, "connector": "CEE red", "place": "Artist village"},
)
PARTY: tuple[Answers, ...] = (
    {"name": "Ana Castro", "role": "Tour manager", "phone": "+49 160 555 0111", "email": "ana@example.org"},
    {"name": "Lio Park", "role": "Vocals"},
    {"name": "Sena Ruiz", "role": "Drums"},
    {"name": "Dana Weiss", "role": "Front of house", "email": "dana@example.org"},
)
INPUTS: tuple[Answers, ...] = (
    {"channel": 1, "source": "Kick in", "mic": "Beta 91", "phantom": True, "position": "Riser 1"},
    {"channel": 2, "source": "Snare", "mic": "SM57", "stand": "short", "phantom": False, "position": "Riser 1"},
    {"channel": 3, "source": "Bass", "mic": "DI", "phantom": True, "position": "Riser 3", "notes": "After the pedals"},
    {"channel": 4, "source": "Keys left", "mic": "DI", "phantom": True, "position": "Riser 2"},
    {"channel": 5, "source": "Lead vocal", "mic": "KMS 105, ours", "stand": "straight", "phantom": True},
)
MONITORS: tuple[Answers, ...] = (
    {"mix": 1, "who": "Lio", "kind": "in-ear", "stereo": True, "notes": "Audience microphones too"},
    {"mix": 2, "who": "Sena", "kind": "drum fill", "stereo": False},
    {"mix": 3, "who": "Everybody", "kind": "side fill", "stereo": True},
)
ROOMS: tuple[Answers, ...] = (
    {
        "name": "Container 12",
        "for_whom": "Paper Lamps",
        "capacity": 8,
        "ready_at": "10:00",
        "key": "Artist office",
        "drinks": "16 water, 6 juice, tea, one bottle of Alvarinho",
    },
)
MEALS: tuple[Answers, ...] = (
    {"which": "lunch", "time": "12:30", "count": 11, "how": "catering", "paid_by": "promoter", "notes": "Wristbands"},
    {
        "which": "after show",
        "time": "23:30",
        "count": 11,
        "how": "buy-out",
        "buyout_each": 1_500,
        "currency": "EUR",
        "paid_by": "promoter",
    },
)
DIETS: tuple[Answers, ...] = (
    {"what": "vegetarian", "count": 4},
    {"what": "shellfish allergy", "count": 1, "notes": "Sena; has a pen with her"},
)
WIFI: tuple[Answers, ...] = (
    {"name": "tidewater-artists", "password": "dunes-2026", "for_whom": "Artists", "place": "Artist village"},
    {"name": "tidewater-prod", "password": "ask container 3", "for_whom": "Production", "place": "FOH and stage"},
)
TRIPS: tuple[Answers, ...] = (
    {
        "who": "Band",
        "how": "flight",
        "from_place": "Berlin",
        "to_place": "Porto",
        "date": Day(-1),
        "departs": "12:40",
        "arrives": "15:05",
        "reference": "XK4T9P",
        "notes": "Two guitars as baggage",
    },
    {"who": "Band", "how": "bus", "from_place": "Porto", "to_place": "Aveiro", "date": Day(), "departs": "08:00"},
    {"who": "Lio", "how": "taxi", "from_place": "Hotel Ria", "to_place": "Porto airport", "date": Day(1)},
)
HOTELS: tuple[Answers, ...] = (
    {
        "name": "Hotel Ria",
        "address": "Rua do Cais 11\n3800 Aveiro",
        "phone": "+351 234 555 200",
        "check_in": Day(),
        "check_out": Day(1),
        "rooms": "9 single, 1 twin",
        "paid_by": "promoter",
        "notes": "Late check-out at 14:00 is agreed",
    },
)
PRESS: tuple[Answers, ...] = (
    {
        "outlet": "Radio Maresia",
        "contact": "Clara Dias",
        "phone": "+351 234 555 300",
        "time": "14:00",
        "place": "Press tent",
        "who": "Lio",
        "notes": "Live, in English",
    },
)
BUYOUTS: tuple[Answers, ...] = (
    {"what": "After show food", "amount": 16_500, "currency": "EUR", "paid_by": "promoter", "paid": False},
)

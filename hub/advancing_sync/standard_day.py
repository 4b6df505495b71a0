"""The standard form, sections 1 to 5: the show, where it is, its day, its vehicles and its people."""

from hub.advancing_sync.schema import Field, Kind, Section

SHOW = Section(
    "show",
    "Show",
    (
        Field("title", "Title", answers="band"),
        Field(
            "type",
            "Type of show",
            Kind.CHOICE,
            choices=(
                "concert",
                "club night",
                "festival",
                "theatre",
                "corporate",
                "private",
                "broadcast",
                "other",
            ),
        ),
        Field("billing", "Billing", Kind.CHOICE, choices=("headline", "co-headline", "support", "festival slot")),
        Field("status", "Status", Kind.CHOICE, choices=("hold", "confirmed", "announced", "cancelled", "moved")),
        Field("date", "Date", Kind.DATE),
        Field("timezone", "Time zone", max_length=64),
        Field("venue", "Venue", answers="venue"),
        Field("stage", "Stage or room", answers="venue"),
        Field("city", "City", answers="venue"),
        Field("capacity_total", "Capacity", Kind.INTEGER, "venue", "people"),
        Field("capacity_standing", "Capacity standing", Kind.INTEGER, "venue", "people"),
        Field("capacity_seated", "Capacity seated", Kind.INTEGER, "venue", "people"),
        Field("age_limit", "Age limit", Kind.INTEGER, "venue", "years", max=99),
        Field("ticket_link", "Ticket link", Kind.URL, "venue", max_length=500),
        Field(
            "price_tiers",
            "Price tiers",
            Kind.LIST,
            "venue",
            rows_max=30,
            columns=(
                Field("name", "Tier"),
                Field("price", "Price", Kind.MONEY, max=10_000_000),
                Field("count", "On sale", Kind.INTEGER),
                Field("sold", "Sold", Kind.INTEGER),
            ),
        ),
        Field("sold_count", "Tickets sold", Kind.INTEGER, "venue"),
        Field("currency", "Currency", answers="venue", max_length=3),
        Field("setting", "Indoor or outdoor", Kind.CHOICE, "venue", choices=("indoor", "outdoor", "covered outdoor")),
        Field("notes", "Notes", Kind.LONG_TEXT, max_length=10_000),
    ),
)

ADDRESSES = Section(
    "addresses",
    "Addresses",
    (
        Field("venue_address", "Venue address", Kind.LONG_TEXT, "venue", max_length=500),
        Field("loading_address", "Loading address", Kind.LONG_TEXT, "venue", max_length=500),
        Field("artist_door", "Artist door", Kind.LONG_TEXT, "venue", max_length=500),
        Field("map_link", "Map", Kind.URL, "venue", max_length=500),
        Field("phone", "Venue phone", Kind.PHONE, "venue"),
    ),
)

SCHEDULE = Section(
    "schedule",
    "Schedule",
    (
        Field(
            "items",
            "Schedule",
            Kind.LIST,
            rows_max=200,
            columns=(
                Field(
                    "what",
                    "What",
                    Kind.CHOICE,
                    choices=(
                        "access",
                        "crew call",
                        "load-in",
                        "line check",
                        "soundcheck",
                        "doors",
                        "support set",
                        "changeover",
                        "headliner",
                        "noise curfew",
                        "backstage curfew",
                        "load-out",
                        "bus call",
                        "meal",
                        "press",
                        "travel",
                        "other",
                    ),
                ),
                Field("title", "Title"),
                Field("start", "Start", Kind.TIME),
                Field("end", "End", Kind.TIME),
                Field("day_offset", "Days after the show date", Kind.INTEGER, unit="days", min=-7, max=7),
                Field("who", "Who"),
                Field("notes", "Notes", Kind.LONG_TEXT, max_length=2_000),
                Field("confirmed", "Confirmed", Kind.YES_NO),
                Field("internal", "Internal only", Kind.YES_NO),
            ),
        ),
    ),
)

PARKING = Section(
    "parking",
    "Parking and access",
    (
        Field(
            "vehicles",
            "Vehicles",
            Kind.LIST,
            "band",
            rows_max=40,
            columns=(
                Field("kind", "Vehicle", Kind.CHOICE, choices=("van", "bus", "truck", "trailer", "car")),
                Field("length_m", "Length", Kind.NUMBER, unit="m", max=40),
                Field("plate", "Number plate", max_length=20),
                Field("driver_phone", "Driver's phone", Kind.PHONE),
            ),
        ),
        Field("van_parking", "Van parking", Kind.YES_NO, "venue"),
        Field("van_place", "Where vans park", answers="venue"),
        Field("bus_parking", "Bus parking", Kind.YES_NO, "venue"),
        Field("bus_place", "Where buses park", answers="venue"),
        Field("truck_parking", "Truck parking", Kind.YES_NO, "venue"),
        Field("truck_place", "Where trucks park", answers="venue"),
        Field("trailer_parking", "Trailer parking", Kind.YES_NO, "venue"),
        Field("trailer_place", "Where trailers park", answers="venue"),
        Field("shore_power", "Shore power", Kind.YES_NO, "venue"),
        Field("shore_power_a", "Shore power current", Kind.NUMBER, "venue", "A", max=400),
        Field("permits", "Permits", Kind.LONG_TEXT, "venue", max_length=2_000),
        Field("dock", "Loading dock", Kind.YES_NO, "venue"),
        Field("dock_details", "Dock height, doors and ramp", answers="venue"),
        Field("stairs", "Stairs between dock and stage", Kind.INTEGER, "venue", "steps", max=500),
        Field("lift", "Lift", Kind.YES_NO, "venue"),
        Field("lift_details", "Lift size and load", answers="venue"),
        Field("distance_to_stage_m", "Distance from dock to stage", Kind.NUMBER, "venue", "m", max=5_000),
        Field("notes", "Notes", Kind.LONG_TEXT, max_length=10_000),
    ),
)

CONTACTS = Section(
    "contacts",
    "Contacts",
    (
        Field(
            "people",
            "Contacts",
            Kind.LIST,
            rows_max=100,
            columns=(
                Field("name", "Name"),
                Field("role", "Role"),
                Field("side", "Side", Kind.CHOICE, choices=("band", "venue", "promoter", "supplier")),
                Field("phone", "Phone", Kind.PHONE),
                Field("email", "E-mail", Kind.EMAIL),
            ),
        ),
    ),
)

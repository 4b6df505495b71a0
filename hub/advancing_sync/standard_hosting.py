"""The standard form, sections 9 to 17: rooms, food, guests, shop, travel, press, money and rules of the house."""

from hub.advancing_sync.schema import Field, Kind, Section

HOSPITALITY = Section(
    "hospitality",
    "Hospitality",
    (
        Field("guest_count", "People to look after", Kind.INTEGER, "band", "people", max=1_000),
        Field(
            "dressing_rooms",
            "Dressing rooms",
            Kind.LIST,
            rows_max=40,
            columns=(
                Field("name", "Room"),
                Field("for_whom", "For whom"),
                Field("capacity", "Capacity", Kind.INTEGER, unit="people", max=500),
                Field("ready_at", "Ready at", Kind.TIME),
                Field("key", "Key"),
                Field("drinks", "Drinks and snacks", Kind.LONG_TEXT, max_length=5_000),
            ),
        ),
        Field("production_office", "Production office", answers="venue"),
        Field("showers", "Showers", Kind.INTEGER, "venue", max=100),
        Field("towels_stage", "Stage towels", Kind.INTEGER, "band", max=1_000),
        Field("towels_shower", "Shower towels", Kind.INTEGER, "band", max=1_000),
        Field("laundry", "Laundry", answers="venue"),
        Field(
            "meals",
            "Meals",
            Kind.LIST,
            rows_max=40,
            columns=(
                Field("which", "Meal", Kind.CHOICE, choices=("breakfast", "lunch", "dinner", "after show", "snacks")),
                Field("time", "Time", Kind.TIME),
                Field("count", "People", Kind.INTEGER, unit="people", max=1_000),
                Field("how", "How", Kind.CHOICE, choices=("in-house", "catering", "buy-out", "restaurant")),
                Field("buyout_each", "Buy-out a person", Kind.MONEY, max=10_000_000),
                Field("currency", "Currency", max_length=3),
                Field("paid_by", "Who pays", Kind.CHOICE, choices=("venue", "promoter", "band")),
                Field("notes", "Notes"),
            ),
        ),
        Field(
            "diets",
            "Diets and allergies",
            Kind.LIST,
            "band",
            rows_max=60,
            columns=(
                Field("what", "Diet or allergy"),
                Field("count", "People", Kind.INTEGER, unit="people", max=1_000),
                Field("notes", "Notes"),
            ),
        ),
        Field("stage_water", "Stage water", Kind.INTEGER, "band", "bottles", max=10_000),
        Field("ice", "Ice", answers="band"),
        Field("bus_stock", "Bus stock", Kind.LONG_TEXT, "band", max_length=5_000),
        Field("notes", "Notes", Kind.LONG_TEXT, max_length=10_000),
    ),
)

GUEST_LIST = Section(
    "guest_list",
    "Guest list",
    (
        Field("allotment", "Allotment", Kind.INTEGER, "venue", "people", max=10_000),
        Field("cutoff_date", "Closes on", Kind.DATE, "venue"),
        Field("cutoff_time", "Closes at", Kind.TIME, "venue"),
        Field("pick_up", "Where guests pick up", answers="venue"),
        Field(
            "guests",
            "Guests",
            Kind.LIST,
            rows_max=500,
            columns=(
                Field("name", "Name"),
                Field("plus", "Plus", Kind.INTEGER, unit="people", max=50),
                Field(
                    "pass_type",
                    "Pass",
                    Kind.CHOICE,
                    choices=(
                        "guest",
                        "all areas",
                        "backstage",
                        "photo",
                        "press",
                        "working",
                        "after show",
                    ),
                ),
                Field("requested_by", "Requested by"),
                Field("approved", "Approved", Kind.YES_NO),
                Field("pick_up", "Pick-up"),
                Field("notes", "Notes"),
            ),
        ),
    ),
)

MERCH = Section(
    "merch",
    "Merch",
    (
        Field("place", "Place", answers="venue"),
        Field("tables", "Tables", Kind.INTEGER, "venue", max=50),
        Field("seller", "Who sells", Kind.CHOICE, choices=("band", "venue", "agency")),
        Field("rate_soft", "Rate on soft goods", Kind.NUMBER, "venue", "%", max=100),
        Field("rate_hard", "Rate on hard goods", Kind.NUMBER, "venue", "%", max=100),
        Field("tax", "Tax", Kind.NUMBER, "venue", "%", max=100),
        Field("window", "Selling hours", answers="venue"),
        Field("count_in", "Counted in", Kind.LONG_TEXT, max_length=5_000),
        Field("count_out", "Counted out", Kind.LONG_TEXT, max_length=5_000),
        Field("notes", "Notes", Kind.LONG_TEXT, max_length=10_000),
    ),
)

WIFI = Section(
    "wifi",
    "Wi-Fi",
    (
        Field(
            "networks",
            "Networks",
            Kind.LIST,
            "venue",
            rows_max=20,
            columns=(
                Field("name", "Network", max_length=64),
                Field("password", "Password", max_length=64),
                Field("for_whom", "For whom"),
                Field("place", "Where"),
            ),
        ),
    ),
)

TRAVEL = Section(
    "travel",
    "Travel and hotel",
    (
        Field(
            "trips",
            "Trips",
            Kind.LIST,
            rows_max=100,
            columns=(
                Field("who", "Who"),
                Field("how", "How", Kind.CHOICE, choices=("bus", "van", "flight", "train", "ferry", "taxi", "runner")),
                Field("from_place", "From"),
                Field("to_place", "To"),
                Field("date", "Date", Kind.DATE),
                Field("departs", "Departs", Kind.TIME),
                Field("arrives", "Arrives", Kind.TIME),
                Field("reference", "Reference"),
                Field("notes", "Notes"),
            ),
        ),
        Field(
            "hotels",
            "Hotels",
            Kind.LIST,
            rows_max=40,
            columns=(
                Field("name", "Hotel"),
                Field("address", "Address", Kind.LONG_TEXT, max_length=500),
                Field("phone", "Phone", Kind.PHONE),
                Field("check_in", "Check-in", Kind.DATE),
                Field("check_out", "Check-out", Kind.DATE),
                Field("rooms", "Rooms", max_length=200),
                Field("paid_by", "Who pays", Kind.CHOICE, choices=("venue", "promoter", "band")),
                Field("notes", "Notes"),
            ),
        ),
    ),
)

PRESS = Section(
    "press",
    "Press",
    (
        Field(
            "appointments",
            "Press",
            Kind.LIST,
            rows_max=60,
            columns=(
                Field("outlet", "Outlet"),
                Field("contact", "Contact"),
                Field("phone", "Phone", Kind.PHONE),
                Field("time", "Time", Kind.TIME),
                Field("place", "Place"),
                Field("who", "With whom"),
                Field("notes", "Notes"),
            ),
        ),
        Field("meet_and_greet", "Meet and greet", Kind.LONG_TEXT, max_length=2_000),
        Field("photo_policy", "Photo policy", Kind.LONG_TEXT, "band", max_length=2_000),
        Field("recording_policy", "Recording policy", Kind.LONG_TEXT, "band", max_length=2_000),
    ),
)

MONEY = Section(
    "money",
    "Money",
    (
        Field("guarantee", "Guarantee", Kind.MONEY, max=10_000_000_000),
        Field("split", "Split", Kind.NUMBER, unit="%", max=100),
        Field("split_details", "Split after what", Kind.LONG_TEXT, max_length=2_000),
        Field("deposit", "Deposit", Kind.MONEY, max=10_000_000_000),
        Field("deposit_paid", "Deposit paid", Kind.YES_NO),
        Field("settlement_time", "Settlement at", Kind.TIME),
        Field("settlement_with", "Settlement with"),
        Field("settlement_how", "Settlement by", Kind.CHOICE, choices=("transfer", "cash", "cheque", "mixed")),
        Field(
            "buyouts",
            "Buy-outs",
            Kind.LIST,
            rows_max=40,
            columns=(
                Field("what", "What"),
                Field("amount", "Amount", Kind.MONEY, max=10_000_000_000),
                Field("currency", "Currency", max_length=3),
                Field("paid_by", "Who pays", Kind.CHOICE, choices=("venue", "promoter", "band")),
                Field("paid", "Paid", Kind.YES_NO),
            ),
        ),
        Field("notes", "Notes", Kind.LONG_TEXT, max_length=10_000),
    ),
)

RESTRICTIONS = Section(
    "restrictions",
    "Restrictions and safety",
    (
        Field("noise", "Noise", Kind.LONG_TEXT, "venue", max_length=2_000),
        Field("smoking", "Smoking and vaping", Kind.LONG_TEXT, "venue", max_length=2_000),
        Field("pyro", "Pyro, lasers and open fire", Kind.LONG_TEXT, "venue", max_length=2_000),
        Field("crowd", "Crowd surfing and stage diving", Kind.LONG_TEXT, "venue", max_length=2_000),
        Field("accessibility", "Accessibility", Kind.LONG_TEXT, "venue", max_length=2_000),
        Field("evacuation", "Evacuation and meeting point", Kind.LONG_TEXT, "venue", max_length=2_000),
        Field("medical", "First aid and nearest hospital", Kind.LONG_TEXT, "venue", max_length=2_000),
        Field("weather", "Weather plan", Kind.LONG_TEXT, "venue", max_length=2_000),
        Field("insurance", "Insurance and certificates", Kind.LONG_TEXT, max_length=2_000),
        Field("notes", "Notes", Kind.LONG_TEXT, max_length=10_000),
    ),
)

FILES = Section(
    "files",
    "Files",
    (
        Field("tech_pack_link", "Tech pack", Kind.URL, "venue", max_length=500),
        Field("stage_plot_link", "Stage plot", Kind.URL, "band", max_length=500),
        Field("technical_rider_link", "Technical rider", Kind.URL, "band", max_length=500),
        Field("hospitality_rider_link", "Hospitality rider", Kind.URL, "band", max_length=500),
        Field("contract_link", "Contract", Kind.URL, max_length=500),
    ),
)

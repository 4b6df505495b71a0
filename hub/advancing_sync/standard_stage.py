"""The standard form, sections 6 to 8: what the venue has, what the band brings, who lifts it."""

from hub.advancing_sync.schema import Field, Kind, Section

PRODUCTION = Section(
    "production",
    "Production: the venue has",
    (
        Field("stage_width_m", "Stage width", Kind.NUMBER, "venue", "m", max=200),
        Field("stage_depth_m", "Stage depth", Kind.NUMBER, "venue", "m", max=200),
        Field("stage_height_m", "Stage height", Kind.NUMBER, "venue", "m", max=50),
        Field("clearance_m", "Clear height above stage", Kind.NUMBER, "venue", "m", max=100),
        Field("risers", "Risers", answers="venue"),
        Field("pa", "PA", Kind.LONG_TEXT, "venue", max_length=2_000),
        Field("foh_console", "FOH console", answers="venue"),
        Field("monitor_console", "Monitor console", answers="venue"),
        Field("monitor_mixes", "Monitor mixes", Kind.INTEGER, "venue", max=200),
        Field("wedges", "Wedges", Kind.INTEGER, "venue", max=200),
        Field("stage_box", "Stage box", answers="venue"),
        Field("lines", "Lines to FOH", Kind.INTEGER, "venue", max=1_000),
        Field("mics_and_di", "Microphones and DI", Kind.LONG_TEXT, "venue", max_length=5_000),
        Field("rf", "RF and local frequencies", Kind.LONG_TEXT, "venue", max_length=2_000),
        Field("lighting_rig", "Lighting rig", Kind.LONG_TEXT, "venue", max_length=5_000),
        Field("lighting_desk", "Lighting desk", answers="venue"),
        Field("haze", "Haze allowed", Kind.YES_NO, "venue"),
        Field("video", "Video", Kind.LONG_TEXT, "venue", max_length=2_000),
        Field("backline", "Backline in house", Kind.LONG_TEXT, "venue", max_length=5_000),
        Field(
            "power",
            "Power",
            Kind.LIST,
            "venue",
            rows_max=40,
            columns=(
                Field(
                    "department",
                    "Department",
                    Kind.CHOICE,
                    choices=(
                        "audio",
                        "lighting",
                        "video",
                        "backline",
                        "rigging",
                        "shore",
                        "catering",
                        "other",
                    ),
                ),
                Field("current_a", "Current", Kind.NUMBER, unit="A", max=5_000),
                Field("phases", "Phases", Kind.INTEGER, min=1, max=3),
                Field("connector", "Connector"),
                Field("place", "Place"),
            ),
        ),
        Field("rigging_points", "Rigging points and loads", Kind.LONG_TEXT, "venue", max_length=5_000),
        Field("spl_limit_db", "SPL limit", Kind.NUMBER, "venue", "dB(A)", min=60, max=140),
        Field("spl_details", "Where and how it is measured", answers="venue"),
        Field("barricade", "Barricade", answers="venue"),
        Field("notes", "Notes", Kind.LONG_TEXT, max_length=10_000),
    ),
)

TECHNICAL = Section(
    "technical",
    "Technical: the band brings",
    (
        Field(
            "party",
            "Touring party",
            Kind.LIST,
            "band",
            rows_max=100,
            columns=(
                Field("name", "Name"),
                Field("role", "Role"),
                Field("phone", "Phone", Kind.PHONE),
                Field("email", "E-mail", Kind.EMAIL),
            ),
        ),
        Field("foh_console", "FOH console", answers="band"),
        Field("monitor_console", "Monitor console", answers="band"),
        Field("lighting_desk", "Lighting desk", answers="band"),
        Field("in_ear_monitors", "In-ear monitors", Kind.LONG_TEXT, "band", max_length=2_000),
        Field(
            "inputs",
            "Input list",
            Kind.LIST,
            "band",
            rows_max=200,
            columns=(
                Field("channel", "Channel", Kind.INTEGER, min=1, max=500),
                Field("source", "Source"),
                Field("mic", "Microphone or DI"),
                Field("stand", "Stand", max_length=40),
                Field("phantom", "48 V", Kind.YES_NO),
                Field("position", "Position", max_length=80),
                Field("notes", "Notes"),
            ),
        ),
        Field(
            "monitors",
            "Monitor mixes",
            Kind.LIST,
            "band",
            rows_max=40,
            columns=(
                Field("mix", "Mix", Kind.INTEGER, min=1, max=100),
                Field("who", "Who"),
                Field("kind", "Kind", Kind.CHOICE, choices=("wedge", "in-ear", "side fill", "drum fill", "thumper")),
                Field("stereo", "Stereo", Kind.YES_NO),
                Field("notes", "Notes"),
            ),
        ),
        Field("backline_wanted", "Backline wanted", Kind.LONG_TEXT, "band", max_length=5_000),
        Field("playback", "Playback", Kind.LONG_TEXT, "band", max_length=2_000),
        Field("effects", "Effects (lasers, CO2, pyro, confetti)", Kind.LONG_TEXT, "band", max_length=2_000),
        Field("notes", "Notes", Kind.LONG_TEXT, max_length=10_000),
    ),
)

LABOUR = Section(
    "labour",
    "Labour",
    (
        *(
            Field(key, label, Kind.INTEGER, unit="people", max=1_000)
            for key, label in (
                ("stagehands_in", "Stagehands, load-in"),
                ("stagehands_out", "Stagehands, load-out"),
                ("loaders", "Loaders"),
                ("riggers", "Riggers"),
                ("electricians", "Electricians"),
                ("foh_techs", "FOH technicians"),
                ("monitor_techs", "Monitor technicians"),
                ("lighting_techs", "Lighting technicians"),
                ("spot_operators", "Spot operators"),
                ("runners", "Runners"),
                ("security", "Security"),
                ("medical", "Medical"),
            )
        ),
        Field("minimum_call_h", "Minimum call", Kind.NUMBER, "venue", "h", max=24),
        Field("notes", "Notes", Kind.LONG_TEXT, max_length=10_000),
    ),
)

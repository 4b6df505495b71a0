"""Settings from the environment, all checked at once. `.env.example` documents each; no secret has a default."""

import shlex
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email.utils import parseaddr
from ipaddress import ip_network
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from api.door import RATE_ADDRESS
from api.proxies import Proxies
from hub.rooms.connection import Rates
from hub.rooms.rate import Rate

SECRET_CHARS_MIN = 32


class Misconfigured(Exception):  # noqa: N818  says what the operator has to mend
    """One line per setting that is missing or wrong."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How this hub runs. Times in milliseconds, but every `reminders_s` seconds people are reminded.

    `owner_url` is for who tends the database, `hub migrate` above all. `tries_per_address` counts an hour.
    `files` is a folder or a bucket's address; a file, and all of an organisation, may have so many MiB.
    """

    database_url: str
    redis_url: str
    grant_secret: str = field(repr=False)
    owner_url: str = ""
    host: str = "127.0.0.1"
    port: int = 8000
    origins: frozenset[str] = frozenset()
    web_dir: Path = Path("web/dist")
    log_format: str = "json"
    log_level: str = "info"
    sockets_max: int = 20_000
    sockets_per_address_max: int = 5_000
    http_max: int = 20_000
    http_per_address_max: int = 5_000
    proxies: Proxies = field(default_factory=Proxies)
    metrics_token: str | None = field(default=None, repr=False)
    flush_ms_max: float = 25.0
    drain_ms: int = 5_000
    rate_address: Rate = RATE_ADDRESS
    rates: Rates = field(default_factory=Rates)
    run_dir: Path | None = None
    cookie_secure: bool = False
    public_url: str = ""
    smtp_url: str = field(default="", repr=False)
    mail_from: str = ""
    dev_mail: bool = False
    tries_per_address: int = 300
    reminders_s: int = 60
    files: str = "files"
    file_mib_max: int = 100
    files_mib_max: int = 5_000
    scan: str = field(default="", repr=False)
    fonts_dir: Path | None = None


def _url(*schemes: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        if urlsplit(text).scheme not in schemes:
            raise ValueError(f"must be a URL that starts with {' or '.join(each + '://' for each in schemes)}")
        return text

    return read


def _secret(text: str) -> str:
    if len(text) < SECRET_CHARS_MIN:
        raise ValueError(f"must have at least {SECRET_CHARS_MIN} characters")
    return text


def _whole(least: int, most: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not text.isdecimal() or not least <= int(text) <= most:
            raise ValueError(f"must be a whole number from {least} to {most}")
        return int(text)

    return read


def _milliseconds(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value <= 1000:  # noqa: PLR2004  a flush later than a second is no flush
        raise ValueError("must be a number of milliseconds from 0 to 1000")
    return value


def _choice(*choices: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text not in choices:
            raise ValueError(f"must be one of {', '.join(choices)}")
        return text

    return read


def _origin(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in {"http", "https"} or not parts.netloc or parts.path or parts.query:
        raise ValueError(f"must be addresses like https://hub.example.org, without a path; {text} is not")
    return text


def _origins(text: str) -> frozenset[str]:
    return frozenset(_origin(part.strip()) for part in text.split(",") if part.strip())


def _sender(text: str) -> str:
    if not parseaddr(text)[1].count("@") == 1 or not text.isprintable():
        raise ValueError("must be an address like Showhub <hub@example.org>")
    return text


def _proxies(text: str) -> Proxies:
    try:
        return Proxies(tuple(ip_network(part.strip()) for part in text.split(",") if part.strip()))
    except ValueError:
        raise ValueError("must be addresses or networks like 10.0.0.0/8, separated by commas") from None


def _rate(text: str) -> Rate:
    per_s, _, burst = text.partition("/")
    if not (per_s.isdecimal() and burst.isdecimal() and int(per_s) and int(burst)):
        raise ValueError("must be <per second>/<burst>, for example 50/100")
    return Rate(int(per_s), int(burst))


def _store(text: str) -> str:
    if "://" in text and urlsplit(text).scheme not in {"s3", "gs", "az", "https"}:
        raise ValueError("must be a folder, or an address like s3://bucket/prefix")
    return text


def _scanner(text: str) -> str:
    try:
        parts = urlsplit(text)
        named = bool(parts.hostname and parts.port) if text.startswith("tcp://") else bool(shlex.split(text))
    except ValueError:
        named = False
    if not named:
        raise ValueError("must be tcp://host:port, or a command that reads a file from its input")
    return text


def _folder(text: str) -> Path:
    if not Path(text).is_dir():
        raise ValueError("must be a folder")
    return Path(text)


def _yes(text: str) -> bool:
    if text not in {"0", "1"}:
        raise ValueError("must be 0 or 1")
    return text == "1"


_READERS: Mapping[str, tuple[str, Callable[[str], Any]]] = {
    "HUB_DATABASE_URL": ("database_url", _url("postgresql", "postgres")),
    "HUB_OWNER_URL": ("owner_url", _url("postgresql", "postgres")),
    "HUB_REDIS_URL": ("redis_url", _url("redis", "rediss", "unix")),
    "HUB_GRANT_SECRET": ("grant_secret", _secret),
    "HUB_HOST": ("host", str),
    "HUB_PORT": ("port", _whole(0, 65_535)),
    "HUB_ORIGINS": ("origins", _origins),
    "HUB_WEB_DIR": ("web_dir", Path),
    "HUB_LOG": ("log_format", _choice("json", "console")),
    "HUB_LOG_LEVEL": ("log_level", _choice("debug", "info", "warning", "error")),
    "HUB_SOCKETS_MAX": ("sockets_max", _whole(1, 1_000_000)),
    "HUB_SOCKETS_PER_ADDRESS_MAX": ("sockets_per_address_max", _whole(1, 1_000_000)),
    "HUB_HTTP_MAX": ("http_max", _whole(1, 1_000_000)),
    "HUB_HTTP_PER_ADDRESS_MAX": ("http_per_address_max", _whole(1, 1_000_000)),
    "HUB_TRUSTED_PROXIES": ("proxies", _proxies),
    "HUB_METRICS_TOKEN": ("metrics_token", _secret),
    "HUB_FLUSH_MS_MAX": ("flush_ms_max", _milliseconds),
    "HUB_DRAIN_MS": ("drain_ms", _whole(0, 600_000)),
    "HUB_RATE_ADDRESS": ("rate_address", _rate),
    "HUB_RUN_DIR": ("run_dir", Path),
    "HUB_COOKIE_SECURE": ("cookie_secure", _yes),
    "HUB_PUBLIC_URL": ("public_url", _origin),
    "HUB_SMTP_URL": ("smtp_url", _url("smtp", "smtps")),
    "HUB_MAIL_FROM": ("mail_from", _sender),
    "HUB_DEV_MAIL": ("dev_mail", _yes),
    "HUB_TRIES_PER_ADDRESS": ("tries_per_address", _whole(1, 1_000_000_000)),
    "HUB_REMINDERS_S": ("reminders_s", _whole(1, 3_600)),
    "HUB_FILES": ("files", _store),
    "HUB_FILE_MIB_MAX": ("file_mib_max", _whole(1, 100_000)),
    "HUB_FILES_MIB_MAX": ("files_mib_max", _whole(1, 1_000_000_000)),
    "HUB_SCAN": ("scan", _scanner),
    "HUB_FONTS_DIR": ("fonts_dir", _folder),
}
_RATES: Mapping[str, str] = {
    "HUB_RATE_CONNECTION": "connection",
    "HUB_RATE_PERSON": "person",
    "HUB_RATE_ROOM": "room",
}
_REQUIRED = ("HUB_DATABASE_URL", "HUB_REDIS_URL", "HUB_GRANT_SECRET")


def read(environ: Mapping[str, str]) -> Settings:
    """The settings in an environment.

    Raises:
        Misconfigured: every fault, one line each.
    """
    required = (*_REQUIRED, "HUB_MAIL_FROM") if environ.get("HUB_SMTP_URL") else _REQUIRED
    faults = [f"{name} is not set" for name in required if not environ.get(name)]
    values: dict[str, Any] = {}
    rates: dict[str, Rate] = {}
    for name, (key, reader) in {**_READERS, **{name: (key, _rate) for name, key in _RATES.items()}}.items():
        text = environ.get(name)
        if not text:
            continue
        try:
            (rates if name in _RATES else values)[key] = reader(text)
        except ValueError as error:
            faults.append(f"{name} {error}")
    if faults:
        raise Misconfigured("\n".join(faults))
    values.setdefault("owner_url", values["database_url"])
    values["rates"] = Rates(**rates)
    if not values.get("origins"):
        port = values.get("port", 8000)
        values["origins"] = frozenset({f"http://127.0.0.1:{port}", f"http://localhost:{port}"})
    values.setdefault("public_url", min(values["origins"]))
    values.setdefault("cookie_secure", values["public_url"].startswith("https://"))
    return Settings(**values)

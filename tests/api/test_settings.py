"""Settings: all faults at once, no secret by default."""

from ipaddress import ip_network
from pathlib import Path

import pytest

from api.settings import SECRET_CHARS_MIN, Misconfigured, Settings, read
from hub.rooms.rate import Rate

ENOUGH = {
    "HUB_DATABASE_URL": "postgresql://hub@localhost/hub",
    "HUB_REDIS_URL": "redis://localhost",
    "HUB_GRANT_SECRET": "s" * SECRET_CHARS_MIN,
}


def faults(environ: dict[str, str]) -> list[str]:
    with pytest.raises(Misconfigured) as error:
        read(environ)
    return str(error.value).splitlines()


def test_three_settings_are_enough() -> None:
    settings = read(ENOUGH)
    assert settings.origins == {"http://127.0.0.1:8000", "http://localhost:8000"}
    assert settings == Settings(
        database_url=ENOUGH["HUB_DATABASE_URL"],
        owner_url=ENOUGH["HUB_DATABASE_URL"],
        redis_url=ENOUGH["HUB_REDIS_URL"],
        grant_secret=ENOUGH["HUB_GRANT_SECRET"],
        origins=settings.origins,
        public_url="http://127.0.0.1:8000",
    )


def test_every_setting_is_read() -> None:
    settings = read(
        ENOUGH
        | {
            "HUB_OWNER_URL": "postgresql://owner@db/hub",
            "HUB_HOST": "0.0.0.0",
            "HUB_PORT": "9000",
            "HUB_ORIGINS": "https://hub.example.org, http://localhost:9000",
            "HUB_WEB_DIR": "/srv/pages",
            "HUB_LOG": "console",
            "HUB_LOG_LEVEL": "debug",
            "HUB_SOCKETS_MAX": "10",
            "HUB_SOCKETS_PER_ADDRESS_MAX": "5",
            "HUB_HTTP_MAX": "30",
            "HUB_HTTP_PER_ADDRESS_MAX": "20",
            "HUB_TRUSTED_PROXIES": "10.0.0.0/8, 192.0.2.1",
            "HUB_METRICS_TOKEN": "m" * SECRET_CHARS_MIN,
            "HUB_FLUSH_MS_MAX": "12.5",
            "HUB_DRAIN_MS": "0",
            "HUB_REMINDERS_S": "5",
            "HUB_RUN_DIR": "/run/hub",
            "HUB_COOKIE_SECURE": "1",
            "HUB_RATE_ADDRESS": "7/8",
            "HUB_RATE_CONNECTION": "1/2",
            "HUB_RATE_PERSON": "3/4",
            "HUB_RATE_ROOM": "5/6",
        }
    )
    assert settings.owner_url == "postgresql://owner@db/hub"
    assert (settings.host, settings.port, settings.web_dir) == ("0.0.0.0", 9000, Path("/srv/pages"))
    assert settings.origins == {"https://hub.example.org", "http://localhost:9000"}
    assert (settings.log_format, settings.log_level) == ("console", "debug")
    assert (settings.sockets_max, settings.sockets_per_address_max) == (10, 5)
    assert (settings.flush_ms_max, settings.drain_ms, settings.run_dir) == (12.5, 0, Path("/run/hub"))
    assert settings.reminders_s == 5
    assert settings.cookie_secure
    assert (settings.http_max, settings.http_per_address_max) == (30, 20)
    assert settings.proxies.networks == (ip_network("10.0.0.0/8"), ip_network("192.0.2.1"))
    assert settings.metrics_token == "m" * SECRET_CHARS_MIN
    assert "mmm" not in repr(settings)
    assert settings.rate_address == Rate(7, 8)
    assert (settings.rates.connection, settings.rates.person, settings.rates.room) == (
        Rate(1, 2),
        Rate(3, 4),
        Rate(5, 6),
    )


def test_every_setting_of_accounts_is_read() -> None:
    settings = read(
        ENOUGH
        | {
            "HUB_PUBLIC_URL": "https://hub.example.org",
            "HUB_SMTP_URL": "smtps://hub:word@mail.example.org",
            "HUB_MAIL_FROM": "Showhub <hub@example.org>",
            "HUB_DEV_MAIL": "1",
            "HUB_TRIES_PER_ADDRESS": "7",
        }
    )
    assert settings.public_url == "https://hub.example.org"
    assert (settings.smtp_url, settings.mail_from) == ("smtps://hub:word@mail.example.org", "Showhub <hub@example.org>")
    assert (settings.dev_mail, settings.tries_per_address) == (True, 7)
    assert "word" not in repr(settings)


def test_without_origins_the_hubs_own_port_is_meant() -> None:
    assert read(ENOUGH | {"HUB_PORT": "9000"}).origins == {"http://127.0.0.1:9000", "http://localhost:9000"}


def test_a_folder_of_fonts_has_to_be_there(tmp_path: Path) -> None:
    assert read(ENOUGH | {"HUB_FONTS_DIR": str(tmp_path)}).fonts_dir == tmp_path
    assert read(ENOUGH).fonts_dir is None


def test_where_files_are_and_who_looks_at_them_is_read() -> None:
    said = {"HUB_FILES": "s3://bucket/prefix", "HUB_FILE_MIB_MAX": "7", "HUB_FILES_MIB_MAX": "70"}
    settings = read(ENOUGH | said | {"HUB_SCAN": "clamdscan --no-summary -"})
    assert (settings.files, settings.file_mib_max, settings.files_mib_max) == ("s3://bucket/prefix", 7, 70)
    assert settings.scan == "clamdscan --no-summary -"
    assert "clamdscan" not in repr(settings)
    assert read(ENOUGH | {"HUB_FILES": "/srv/files", "HUB_SCAN": "tcp://127.0.0.1:3310"}).files == "/srv/files"


@pytest.mark.parametrize(
    ("said", "secure"),
    [
        ({}, False),
        ({"HUB_PUBLIC_URL": "https://hub.example.org"}, True),
        ({"HUB_ORIGINS": "https://hub.example.org"}, True),
        ({"HUB_PUBLIC_URL": "https://hub.example.org", "HUB_COOKIE_SECURE": "0"}, False),
    ],
)
def test_cookies_are_for_https_where_people_come_so(said: dict[str, str], *, secure: bool) -> None:
    assert read(ENOUGH | said).cookie_secure is secure


def test_what_is_missing_is_said_all_at_once() -> None:
    assert faults({}) == ["HUB_DATABASE_URL is not set", "HUB_REDIS_URL is not set", "HUB_GRANT_SECRET is not set"]


def test_mail_is_from_somebody() -> None:
    assert faults(ENOUGH | {"HUB_SMTP_URL": "smtp://localhost"}) == ["HUB_MAIL_FROM is not set"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("HUB_DATABASE_URL", "mysql://hub"),
        ("HUB_REDIS_URL", "localhost:6379"),
        ("HUB_GRANT_SECRET", "short"),
        ("HUB_PORT", "eighty"),
        ("HUB_PORT", "65536"),
        ("HUB_PORT", "-1"),
        ("HUB_ORIGINS", "hub.example.org"),
        ("HUB_ORIGINS", "https://hub.example.org/"),
        ("HUB_ORIGINS", "ftp://hub.example.org"),
        ("HUB_LOG", "xml"),
        ("HUB_LOG_LEVEL", "loud"),
        ("HUB_SOCKETS_MAX", "0"),
        ("HUB_HTTP_MAX", "0"),
        ("HUB_HTTP_PER_ADDRESS_MAX", "many"),
        ("HUB_TRUSTED_PROXIES", "proxy.example.org"),
        ("HUB_TRUSTED_PROXIES", "10.0.0.1/8"),
        ("HUB_METRICS_TOKEN", "short"),
        ("HUB_FLUSH_MS_MAX", "soon"),
        ("HUB_FLUSH_MS_MAX", "1001"),
        ("HUB_FLUSH_MS_MAX", "nan"),
        ("HUB_DRAIN_MS", "1.5"),
        ("HUB_COOKIE_SECURE", "yes"),
        ("HUB_PUBLIC_URL", "hub.example.org"),
        ("HUB_SMTP_URL", "mail.example.org"),
        ("HUB_MAIL_FROM", "Showhub"),
        ("HUB_MAIL_FROM", "hub@example.org\nBcc: b@example.org"),
        ("HUB_DEV_MAIL", "yes"),
        ("HUB_TRIES_PER_ADDRESS", "0"),
        ("HUB_FILES", "ftp://files.example.org"),
        ("HUB_FILE_MIB_MAX", "0"),
        ("HUB_FILES_MIB_MAX", "much"),
        ("HUB_SCAN", "tcp://127.0.0.1"),
        ("HUB_SCAN", "tcp://127.0.0.1:port"),
        ("HUB_SCAN", "   "),
        ("HUB_SCAN", "clamdscan 'half"),
        ("HUB_FONTS_DIR", "/no/such/folder"),
        ("HUB_RATE_PERSON", "50"),
        ("HUB_RATE_PERSON", "0/1"),
        ("HUB_RATE_ROOM", "a/b"),
    ],
)
def test_a_wrong_value_is_one_line_that_names_its_setting(name: str, value: str) -> None:
    (line,) = faults(ENOUGH | {"HUB_MAIL_FROM": "hub@example.org", name: value})
    assert line.startswith(f"{name} must ")


def test_faults_of_every_kind_come_together() -> None:
    assert len(faults({"HUB_DATABASE_URL": "x", "HUB_PORT": "x", "HUB_RATE_ROOM": "x"})) == 5


def test_the_secret_is_in_no_repr() -> None:
    assert ENOUGH["HUB_GRANT_SECRET"] not in repr(read(ENOUGH))
    (line,) = faults(ENOUGH | {"HUB_GRANT_SECRET": "tooshort"})
    assert "tooshort" not in line

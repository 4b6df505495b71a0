import pytest

from persistence.address import reason, shown


@pytest.mark.parametrize(
    ("url", "seen"),
    [
        ("postgresql://hub:s3cret@db.example:5432/hub", "postgresql://hub@db.example:5432/hub"),
        ("redis://:s3cret@cache.example/2", "redis://@cache.example/2"),
        ("redis://hub:s3cr%40et@cache.example/2", "redis://hub@cache.example/2"),
        ("postgresql://hub@/hub?host=%2Frun", "postgresql://hub@/hub?host=%2Frun"),
        (
            "postgresql://db/hub?user=hub&password=s3cret&sslmode=require",
            "postgresql://db/hub?user=hub&password=...&sslmode=require",
        ),
        ("postgresql://hub@/hub?password=s3cret", "postgresql://hub@/hub?password=..."),
        ("postgresql://[::1]:5432/hub", "postgresql://[::1]:5432/hub"),
        ("redis://localhost", "redis://localhost"),
        ("unix:///run/redis.sock", "unix:///run/redis.sock"),
    ],
)
def test_a_url_is_shown_without_its_password(url: str, seen: str) -> None:
    assert shown(url) == seen


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (TimeoutError(), "it does not answer"),
        (ConnectionRefusedError("refused"), "refused"),
        (OSError("first\nsecond"), "first"),
        (ValueError(), "ValueError"),
    ],
)
def test_a_reason_is_one_line(error: Exception, said: str) -> None:
    assert reason(error) == said

"""Both services at once, ours or somebody else's."""

from pathlib import Path

from embedded.services import services


def test_without_a_word_in_the_environment_both_are_ours(tmp_path: Path) -> None:
    with services(tmp_path, {}) as ours:
        assert ours.postgres is not None
        assert ours.redis is not None
        assert ours.environment() == {
            "HUB_DATABASE_URL": ours.postgres.app_url,
            "HUB_OWNER_URL": ours.postgres.url,
            "HUB_REDIS_URL": ours.redis.url,
        }
    assert not ours.postgres.running
    assert not ours.redis.running


def test_what_the_environment_names_is_used_and_nothing_started(tmp_path: Path) -> None:
    theirs = {
        "HUB_DATABASE_URL": "postgresql://hub_app@db/hub",
        "HUB_OWNER_URL": "postgresql://hub@db/hub",
        "HUB_REDIS_URL": "redis://cache",
    }
    with services(tmp_path, theirs) as named:
        assert (named.postgres, named.redis) == (None, None)
        assert named.environment() == theirs
    assert list(tmp_path.iterdir()) == []

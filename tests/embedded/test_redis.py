"""A real Redis that comes and goes."""

from pathlib import Path

import redis as vendor
from redis.exceptions import ConnectionError as Lost
from redis.exceptions import TimeoutError as Late

from embedded.redis import Redis
from tests.embedded.processes import all_gone


def answers(url: str) -> bool:
    """Whether it answers within 200 ms, asked as the hub asks."""
    client: vendor.Redis = vendor.Redis.from_url(url, socket_timeout=0.2, retry=None)  # pyright: ignore[reportUnknownMemberType]
    try:
        return client.ping()  # pyright: ignore[reportUnknownMemberType]
    except (Lost, Late):
        return False
    finally:
        client.close()


def test_it_answers_under_its_url(redis: Redis) -> None:
    assert answers(redis.url)


def test_killed_it_is_gone_and_comes_back_under_the_same_url(redis: Redis) -> None:
    url, pids = redis.url, redis.pids()
    redis.kill()
    assert all_gone(pids, 0)
    assert not answers(url)
    assert redis.start() == url
    assert answers(url)


def test_paused_it_keeps_silent_and_resumed_it_answers(redis: Redis) -> None:
    redis.pause()
    assert not answers(redis.url)
    redis.resume()
    assert answers(redis.url)


def test_a_path_too_long_for_a_socket_is_no_hindrance(tmp_path: Path) -> None:
    deep = tmp_path / ("long" * 20) / ("longer" * 10)
    with Redis(deep) as redis:
        assert answers(redis.url)
        short = redis.socket_home
    assert short != redis.home
    assert not short.exists()


def test_nobody_else_may_open_its_socket(redis: Redis) -> None:
    assert redis.home.stat().st_mode & 0o777 == 0o700

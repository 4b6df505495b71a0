"""Who Postgres runs as when we are root."""

from pathlib import Path

import pytest

from embedded.identity import (
    CAP_DAC_OVERRIDE,
    CAP_DAC_READ_SEARCH,
    capabilities,
    ordinary,
    passable,
    postgres_identity,
)
from embedded.service import NotStarted

STRANGER = 54321


@pytest.fixture
def shut(tmp_path: Path) -> Path:
    """A path below a directory that only its owner may enter."""
    inside = tmp_path / "shut" / "inside"
    inside.mkdir(parents=True)
    inside.parent.chmod(0o700)
    return inside


def test_root_never_runs_it_as_root(tmp_path: Path) -> None:
    assert ordinary(tmp_path / "not made yet")[0] > 0


def test_data_that_are_there_keep_their_owner(tmp_path: Path) -> None:
    owner = tmp_path.stat().st_uid
    assert ordinary(tmp_path)[0] == (owner or ordinary(tmp_path / "none")[0])


def test_a_closed_directory_above_is_seen(shut: Path) -> None:
    status = shut.parent.stat()
    assert not passable(STRANGER, STRANGER, shut)
    assert passable(STRANGER, STRANGER, Path("/usr/bin"))
    shut.parent.chmod(0o710)
    assert not passable(STRANGER, STRANGER, shut)
    assert passable(STRANGER, status.st_gid, Path("/usr/bin"))


@pytest.mark.parametrize(
    ("have", "chosen"),
    [
        (1 << CAP_DAC_OVERRIDE, CAP_DAC_OVERRIDE),
        (1 << CAP_DAC_OVERRIDE | 1 << CAP_DAC_READ_SEARCH, CAP_DAC_READ_SEARCH),
    ],
)
def test_it_gets_the_least_that_leads_through(shut: Path, have: int, chosen: int) -> None:
    assert postgres_identity(shut / "data", Path("/usr/bin"), have).capability == chosen


def test_without_a_way_through_we_say_what_to_do(shut: Path) -> None:
    with pytest.raises(NotStarted, match=r"chmod o\+x.*HUB_DATABASE_URL"):
        postgres_identity(shut / "data", Path("/usr/bin"), 0)


def test_an_open_way_needs_no_help() -> None:
    assert postgres_identity(Path("/usr/data"), Path("/usr/bin"), 0).capability is None


def test_capabilities_are_read_from_the_kernel(tmp_path: Path) -> None:
    status = tmp_path / "status"
    status.write_text("Name:\tx\nCapEff:\t0000000000000006\nno colon\n")
    assert capabilities(status) == 6
    assert capabilities(tmp_path / "none") == 0

"""Every module has a test file of its own name, in the same place below `tests/`."""

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("hub", "api", "persistence", "embedded", "load")
GENERATED = "piccolo_migrations"


def modules() -> list[Path]:
    """Every module with something in it; what it says in `__init__.py` is for those who import the package."""
    found = (file.relative_to(ROOT) for folder in FOLDERS for file in sorted((ROOT / folder).rglob("*.py")))
    return [file for file in found if file.name != "__init__.py" and GENERATED not in file.parts]


def mirror_of(module: Path) -> Path:
    """`hub/chat/rules.py` is tested by `tests/hub/chat/test_rules.py`."""
    return Path("tests") / module.parent / f"test_{module.stem.strip('_')}.py"


@pytest.mark.parametrize("module", modules(), ids=str)
def test_every_module_has_its_test_file(module: Path) -> None:
    assert (ROOT / mirror_of(module)).is_file()

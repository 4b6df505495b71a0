"""The shape that keeps this readable: small modules, small functions, telling names, declared imports."""

import ast
import statistics
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PRODUCT = ("hub", "api", "persistence", "embedded", "load")
MODULE_LINES_MAX, MODULE_LINES_MEDIAN, FUNCTION_LINES_MAX = 300, 100, 50
#: A test file mirrors one module, however many sentences that takes.
TEST_LINES_MAX = 400
#: Written by Piccolo, never by hand.
GENERATED = "piccolo_migrations"
#: Names that say nothing about what is inside.
SHAPELESS = {"utils", "util", "helpers", "helper", "manager", "base", "common", "misc"}


def modules(*folders: str) -> list[Path]:
    """Every Python file below the folders."""
    found = (file for folder in folders for file in sorted((ROOT / folder).rglob("*.py")))
    return [file.relative_to(ROOT) for file in found if GENERATED not in file.parts]


def lines(file: Path) -> int:
    return len((ROOT / file).read_text().splitlines())


def functions(file: Path) -> Iterator[tuple[str, int]]:
    """The name and length of each function."""
    for node in ast.walk(ast.parse((ROOT / file).read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, (node.end_lineno or node.lineno) - node.lineno + 1


@pytest.mark.parametrize("file", modules(*PRODUCT, "tests"), ids=str)
def test_a_module_and_its_functions_fit_a_readers_head(file: Path) -> None:
    assert lines(file) <= (TEST_LINES_MAX if file.parts[0] == "tests" else MODULE_LINES_MAX)
    long = {name: length for name, length in functions(file) if length > FUNCTION_LINES_MAX}
    assert long == {}


def test_the_middle_module_is_short() -> None:
    assert statistics.median(lines(file) for file in modules(*PRODUCT)) <= MODULE_LINES_MEDIAN


def test_every_name_says_what_is_inside() -> None:
    parts = {part.removesuffix(".py") for file in modules(*PRODUCT, "tests") for part in file.parts}
    assert parts & SHAPELESS == set()


def test_complexity_is_held_by_the_linter() -> None:
    linting = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["ruff"]["lint"]
    assert linting["mccabe"]["max-complexity"] <= 8
    assert linting["select"] == ["ALL"]


def test_every_folder_with_code_is_under_the_import_contracts() -> None:
    """A new folder is refused until it is declared."""
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["root_packages"]
    skipped = {"tests", "web", "build"}
    there = {file.parent.name for file in ROOT.glob("*/*.py") if not file.parent.name.startswith(".")}
    assert there - skipped == set(declared)
    assert tuple(declared) == PRODUCT


def test_every_behaviour_has_the_same_three_files() -> None:
    """Commands and facts, rules, and the value that ties them together."""
    folders = {file.parent for file in (ROOT / "hub").glob("*/messages.py")}
    assert len(folders) >= 6
    for folder in folders:
        assert {"__init__.py", "messages.py", "rules.py"} <= {file.name for file in folder.iterdir()}

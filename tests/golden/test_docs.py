"""The documents say what is true: links lead somewhere, and what is printed works as printed."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from embedded.stack import Wanted, stack

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_no_link_of_a_page_leads_nowhere(page: Path) -> None:
    for target in re.findall(r"\]\((?!https?:)([^)#]+)[^)]*\)", page.read_text()):
        assert (page.parent / target).exists(), target


def test_the_script_in_the_readme_is_the_script() -> None:
    assert f"```python\n{(ROOT / 'docs/examples/say_hello.py').read_text()}```" in (ROOT / "README.md").read_text()


def test_the_readmes_transcript_works_as_printed(tmp_path: Path) -> None:
    """Its three commands, with only the demo's port and directory replaced, print what it prints."""
    readme = (ROOT / "README.md").read_text().partition("## Talk to it")[2]
    commands, printed = re.findall(r"```(?:sh|text)\n(.*?)```", readme, re.DOTALL)[:2]
    with stack(Wanted(tmp_path, workers=1, port=0)) as running:
        script = (ROOT / "docs/examples/say_hello.py").read_text()
        moved = tmp_path / "say_hello.py"
        moved.write_text(script.replace("127.0.0.1:8000", f"127.0.0.1:{running.hub.port}"))
        commands = (
            commands.replace(".hub/", f"{shlex.quote(str(tmp_path))}/")
            .replace("docs/examples/say_hello.py", str(moved))
            .replace(".venv/bin/", f"{Path(sys.executable).parent}/")
        )
        said = subprocess.run(["/bin/sh", "-euc", commands], check=True, capture_output=True, text=True, timeout=30)
    assert said.stdout == printed


def test_every_setting_has_its_line_in_the_example() -> None:
    example = (ROOT / ".env.example").read_text()
    names = set(re.findall(r"^(HUB_[A-Z_]+)=", example, re.MULTILINE))
    assert names == set(re.findall(r'"(HUB_[A-Z_]+)"', (ROOT / "api/settings.py").read_text()))


def test_the_makefile_has_few_targets_that_explain_themselves() -> None:
    makefile = (ROOT / "Makefile").read_text()
    explained = re.findall(r"^([a-z-]+):.*## ", makefile, re.MULTILINE)
    phony = re.search(r"^\.PHONY: (demo .*)$", makefile, re.MULTILINE)
    assert phony is not None
    assert sorted(explained) == sorted(phony[1].split())
    assert len(explained) <= 12

"""The form of 400 questions; the figures themselves are made by `python -m load.bench.pages`."""

import pytest

from hub.advancing_sync.design_messages import schema_of, wanted
from load import chromium
from load.bench import pages
from load.promises import PROMISES
from load.record import Machine, Recorded


def test_the_form_is_one_that_somebody_may_design() -> None:
    form = pages.a_form()
    assert schema_of(wanted(form)) == form
    assert sum(len(section.fields) for section in form.sections) == 400


def test_without_a_browser_one_is_told_so(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(chromium, "find", lambda: None)
    assert pages.main([]) == 1
    assert capsys.readouterr().err == f"pages: {chromium.NotFound()}\n"


@pytest.mark.parametrize(("key_ms", "verdict"), [(16.0, ""), (16.5, " **(missed)**")])
def test_the_promise_says_what_was_found(key_ms: float, verdict: str) -> None:
    [promise] = [each for each in PROMISES if each.number == 22]
    found = {"welcome_p99_ms": 12.5, "opened_ms": 640, "key_ms": key_ms}
    kept = Recorded("", "2026-11-22", "", Machine("", 2, "", ""), found)
    said = f"joined within 12.5 ms, on the screen of a phone after 640 ms, a key stroke {key_ms:g} ms{verdict}"
    assert promise.stands({"pages": kept}) == said

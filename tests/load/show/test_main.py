import runpy

import pytest


def test_the_command_is_the_show_and_its_code_the_verdict(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("load.stage.PYTHON", "false")
    monkeypatch.setattr("sys.argv", ["load.show", "--phones", "1", "--crew", "1", "--workers", "1"])
    with pytest.raises(SystemExit) as ended:
        runpy.run_module("load.show", run_name="__main__")
    assert ended.value.code == 1
    assert capsys.readouterr().err == "show: the hub did not start\n"

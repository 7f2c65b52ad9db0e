"""The pinned packages are as the fan-out expects them, and it would notice if they weren't."""

import logging

import pytest
from bidict import bidict
from socketio import Manager

from realtime import contract, manager


def test_the_pinned_packages_keep_the_contract() -> None:
    assert contract.breaches() == []
    assert contract.link_breaches() == []
    assert type(manager.choose_manager("")) is manager.HallManager


@pytest.mark.parametrize("package", contract.VERSIONS)
def test_another_version_falls_back(
    package: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setitem(contract.VERSIONS, package, "0.1")
    with caplog.at_level(logging.WARNING):
        assert type(manager.choose_manager("")) is Manager
    assert f"{package} is " in caplog.text


def test_another_shape_falls_back(monkeypatch: pytest.MonkeyPatch) -> None:
    def basic_leave_room(self: Manager, sid: str, room: str) -> None:
        """As a later version might have it."""

    monkeypatch.setattr(Manager, "basic_leave_room", basic_leave_room)
    assert contract.breaches() == ["Manager.basic_leave_room has other parameters"]
    assert type(manager.choose_manager("")) is Manager


def test_a_missing_part_falls_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr("socketio.base_manager.BaseManager.get_rooms")
    assert "changed its shape" in contract.breaches()[0]


def test_what_is_iterated_is_there() -> None:
    assert bidict({"sid": "eio"})._fwdm == {"sid": "eio"}

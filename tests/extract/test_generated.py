"""The generated test set stays at its floors, which may only rise."""

import json

import pytest

from tests.extract.generated.measure import FLOORS, below, measure


@pytest.mark.slow
def test_generated_set_is_read_as_well_as_ever() -> None:
    measured, bad = measure()
    floors = json.loads(FLOORS.read_text("utf-8"))
    assert below(measured, floors) == [], [verdict.name for verdict in bad]
    assert measured["documents"] >= 200
    assert measured["planted"] >= 200
    assert measured["figures right"] == measured["identities right"] == 100.0
    assert measured["false alarms"] == measured["findings missed"] == 0


def test_a_lower_score_falls_below_its_floor() -> None:
    floors = {"figures right": 100.0, "false alarms": 0.0}
    assert below({"figures right": 99.9, "false alarms": 0}, floors) == ["figures right: 99.9 (floor 100.0)"]
    assert below({"figures right": 100.0, "false alarms": 1}, floors) == ["false alarms: 1 (floor 0.0)"]
    assert below({"figures right": 100.0, "false alarms": 0}, floors) == []

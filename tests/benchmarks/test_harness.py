import json
import subprocess
from collections.abc import Iterator

import pytest

from tests.benchmarks.harness import compare, compare_memory, compare_processes, in_turn, summary, within


def returns(*seconds: float) -> Iterator[float]:
    return iter(seconds)


def test_the_ratio_is_that_of_the_medians_and_the_warm_up_does_not_count():
    ours = returns(9.0, 0.002, 0.004, 0.100)
    floor = returns(9.0, 0.002, 0.001, 0.002)

    figure = compare("b", "c", ours=lambda: next(ours), floor=lambda: next(floor), against="f", at_most=2.0, runs=3)

    assert figure.value == pytest.approx(4.0)
    assert figure.against_value == pytest.approx(2.0)
    assert figure.ratio == pytest.approx(2.0)
    assert figure.runs == 3
    assert figure.holds


def test_a_figure_is_one_line_of_json_with_the_keys_of_the_contract():
    figure = within("page", "scroll", seconds=[0.01, 0.02], limit=1 / 60, against="one frame")

    read = json.loads(figure.line())

    assert list(read) == [
        "bench",
        "case",
        "value",
        "unit",
        "against",
        "against_value",
        "ratio",
        "at_most",
        "runs",
    ]
    assert read["value"] == 20.0
    assert read["against_value"] == 16.67
    assert not figure.holds


def test_the_two_are_called_in_turn():
    calls: list[str] = []

    def call(name: str) -> float:
        calls.append(name)
        return 1.0

    in_turn(lambda: call("A"), lambda: call("B"), runs=2, warm_up=1)

    assert "".join(calls) == "ABABAB"


def test_the_95th_percentile_is_a_measured_value():
    assert summary([float(n) for n in range(1, 101)], "p95") == 95.0
    assert summary([3.0], "p95") == 3.0


def test_a_call_that_does_not_time_itself_is_timed():
    figure = compare(
        "b",
        "c",
        ours=lambda: sum(range(200_000)) and None,
        floor=lambda: None,
        against="nothing",
        at_most=1e9,
        runs=3,
    )

    assert figure.value > figure.against_value > 0


def test_processes_are_timed_and_their_memory_is_measured():
    figure = compare_processes(
        "b",
        "c",
        ours=["python", "-c", "sum(range(5_000_000))"],
        floor=["python", "-c", ""],
        against="nothing",
        at_most=1e9,
        runs=1,
        warm_up=0,
    )
    memory = compare_memory(
        "b",
        "c",
        ours=["python", "-c", "bytearray(50_000_000)"],
        floor=["python", "-c", ""],
        against="nothing",
        at_most=1e9,
    )

    assert figure.ratio > 1
    assert 40 < memory.value - memory.against_value < 60


def test_a_process_that_fails_is_no_measurement():
    with pytest.raises(subprocess.CalledProcessError) as raised:
        compare_processes(
            "b",
            "c",
            ours=["python", "-c", "raise SystemExit('no such file')"],
            floor=["python", "-c", ""],
            against="nothing",
            at_most=1.0,
        )

    assert "no such file" in raised.value.__notes__[0]

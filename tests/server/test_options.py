"""The settings of an editor."""

from __future__ import annotations

import pickle

import pytest

from dslint.server.options import Options, read_options


def test_nothing_is_the_default() -> None:
    for given in (None, {}, {"dslint": {}}, {"profile": None, "select": [], "config": ""}):
        assert read_options(given) == (Options(), [])


def test_names_may_be_written_as_an_editor_or_a_configuration_writes_them() -> None:
    for given in (
        {"extendSelect": ["OPT"]},
        {"extend-select": "OPT"},
        {"dslint": {"extend_select": ["OPT"]}},
    ):
        options, wrong = read_options(given)
        assert (options.check.extend_select, wrong) == (("OPT",), [])


def test_every_setting() -> None:
    options, wrong = read_options(
        {
            "profile": "renewal", "select": ["A"], "ignore": ["B"], "extendIgnore": ["C"], "rules": ["r"],
            "config": "d.toml", "asOf": "2026-01-01", "baseline": "b", "isolated": True, "noIgnores": False,
            "noBaseline": True, "delay": 50, "mostFiles": 0,
        }
    )  # fmt: skip
    check = options.check
    assert not wrong
    assert (check.profile, check.select, check.ignore, check.extend_ignore) == (
        "renewal",
        ("A",),
        ("B",),
        ("C",),
    )
    assert (check.rules, check.config, check.as_of, check.baseline) == (("r",), "d.toml", "2026-01-01", "b")
    assert (check.isolated, check.no_ignores, check.no_baseline) == (True, False, True)
    assert (options.delay, options.most_files) == (50, 0)
    assert pickle.loads(pickle.dumps(options)) == options


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"profil": "x"}, "profil is not known; known are profile"),
        ({"select": 3}, "select must be a list of words"),
        ({"profile": ["x"]}, "profile must be text"),
        ({"isolated": "yes"}, "isolated must be true or false"),
        ({"delay": -1}, "delay must be a number, 0 or more"),
        ({"delay": True}, "delay must be a number, 0 or more"),
        ([1], "no object"),
    ],
)
def test_what_is_wrong_is_named_and_left_out(given: object, said: str) -> None:
    options, (wrong,) = read_options(given)
    assert options == Options()
    assert said in wrong

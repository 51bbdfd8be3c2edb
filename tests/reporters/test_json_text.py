"""JSON in pieces is JSON as a whole, and what it escapes does not depend on who writes it."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from dslint.cli.output import in_blocks
from dslint.reporters import json_text
from dslint.reporters.json_text import Stream, as_json, pieces

VALUES = [
    {},
    [],
    {"a": [], "b": {}},
    {"a": [1, 2.5, None, True, 'x\ny\t"é\u202e\x7f'], "b": {"c": ["##[error]x", "::error::"]}},
    [{"deep": [{"deeper": ["\U000e0001", "ä" * 3]}]}],
    {"half a character": "\ud800"},
    {"many digits": 2**70},
]


@pytest.mark.parametrize("value", VALUES)
def test_both_writers_give_the_same(value: object, monkeypatch: pytest.MonkeyPatch) -> None:
    fast = as_json(value)
    assert json_text._write_fast is not None
    monkeypatch.setattr(json_text, "_write_fast", None)
    assert as_json(value) == fast
    assert json.loads(fast) == json.loads(json.dumps(value))


@pytest.mark.parametrize("rows", [[], [1], [{"a": "x\ny"}, {"b": []}, [1, [2]]]])
def test_a_stream_is_written_as_the_list_that_it_gives(rows: list[object]) -> None:
    whole = {"first": 1, "rows": rows, "runs": [{"rows": rows, "last": {"x": []}}], "end": []}
    streamed = {
        "first": 1,
        "rows": Stream(iter(rows)),
        "runs": [{"rows": Stream(iter(rows)), "last": {"x": []}}],
        "end": [],
    }
    assert "".join(pieces(streamed)) == as_json(whole)


def test_a_stream_is_asked_for_a_value_when_the_one_before_is_written() -> None:
    asked: list[int] = []

    def values() -> Iterator[int]:
        for number in range(3):
            asked.append(number)
            yield number

    written = pieces({"rows": Stream(values())})
    while "0" not in next(written):
        pass
    assert asked == [0]


def test_blocks_hold_every_piece_in_order() -> None:
    given = [str(number) * 50_000 for number in range(20)]
    blocks = list(in_blocks(given, marked=True))
    assert "".join(map(str, blocks)) == "\ufeff" + "".join(given)
    assert 1 < len(blocks) < len(given)
    assert list(in_blocks([b"PK", b"x"])) == [b"PK", b"x"]

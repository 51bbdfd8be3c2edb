"""What parts hold: rows of plain data, each a line of JSON. Nothing of it is ever run."""

from __future__ import annotations

from dslint.engine.evaluate import DocumentResult
from dslint.engine.finding import Finding
from dslint.engine.report import RunError
from dslint.tuples import NamedTuple


class DocumentRow(NamedTuple):
    """One input of a batch: its result without findings, or why there is none.

    `ignored` are findings that are accepted, each with the number of the ignore: those of the project come
    first, then those that comments of the document make. `used` are the numbers that covered something.
    """

    path: str
    result: DocumentResult | None
    error: RunError | None = None
    ignored: tuple[tuple[int, Finding], ...] = ()
    used: tuple[int, ...] = ()


class LinesRow(NamedTuple):
    """The lines of one file that findings show, by their numbers."""

    path: str
    lines: dict[int, str]


class OrderRow(NamedTuple):
    """Where a finding comes among all: what Finding.sort_key has."""

    path: str
    line: int
    column: int
    rule: str
    message: str
    fingerprint: str


class KeyRow(NamedTuple):
    """What a comparison over the run must know of a candidate.

    `path` and `place` tell where it comes among all, `record` the agreement on that path. `finding` is the
    row of its finding in the segment beside, None when it makes none.
    """

    rule: str
    case: int
    key: str
    value: str | None
    path: str
    place: int
    record: int
    finding: int | None


class ShuffleRow(NamedTuple):
    """What goes into a bucket: the key of a candidate, or a finding that is told once for the whole run."""

    key: KeyRow | None
    fold: Finding | None

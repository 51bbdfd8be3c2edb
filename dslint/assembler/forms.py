"""Forms and agreements with questions or labels of their own, as the tables of a register with one row.

A form is data, like any dialect (vocabulary/dialects/*.yaml with `form`): which of its questions print which
field. A question is a heading, a label before a colon, the left cell of a row, or a line of its own. Its
answer is behind it, in the next cell, or on the lines below up to the next question.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Set
from operator import attrgetter
from typing import Any

from dslint import fields
from dslint.assembler.dialects import OF_AGREEMENTS, REFERENCE, plain
from dslint.assembler.references import REFERENCE_IN_TEXT
from dslint.assembler.sheets import Table
from dslint.model import Columns
from dslint.regexes import regex
from dslint.sources.tables import Piece, Sheet
from dslint.tuples import NamedTuple
from dslint.vocabularies import Vocabularies

LONGEST_QUESTION = 160  # code points
DEEPEST = 99  # for a question that is text like any other
NAME = "form"  # of the table that is made of a form
_NUMBER = regex(
    r"(?:[-•*]\s+)?(?:(?:section|part|question|standard|step)\s+)?"
    r"(?:\d{1,2}(?:\.\d{1,2}){0,3}(?:\s?\(?[a-z]\))?[a-z]?|\(?[a-z]\)|[a-z]\.|\(?[ivx]{1,4}[.)])[.):]?\s+",
    re.IGNORECASE,
)
_HINT = regex(r"\s*[([][^()\[\]]*[)\]]\s*\Z")
# A heading of a form that is printed as text.
_SECTION = regex(r"(?:(?:section|part|question)\s+\d|\d{1,2}[a-z]\b)[^.;]{0,90}\Z", re.IGNORECASE)
_LABEL = regex(r"(?P<label>[A-Z0-9][^:\t]{0,80}?)\s*(?::|\t)(?:\s|\Z)")
_ITEM = regex(r"\s*(?:[-•*·▪]|\d{1,3}[.)])\s+")
_BOX = regex(r"(?P<box>[☐☑☒✓✔])\s*(?P<text>[^☐☑☒✓✔\t]*)")
_BOX_BEHIND = regex(r"(?P<text>[^☐☑☒✓✔\t]*+)\s*+(?P<box>[☐☑☒✓✔])")
_CHECKED = "☑☒✓✔"
_PARTS = ("dataset", "controllers", "legal_basis")  # several values of a form stand on several lines
_TERM, _PARTIES, _PROCESSORS = "term", "parties", "processors"  # which no table has
_PROCESSOR = "Data Processor: "
_NONE = regex(r"(?:none|n/?a|not applicable|no|nil)\.?", re.IGNORECASE)
_TO = regex(r"^\s*from\b|\s+(?:[-–—]|to|until|till)\s+|\s*[–—]\s*", re.IGNORECASE)
_ONE_LINE = frozenset((
    "type_of_data", "sensitivity", "frequency", "opt_out", "confidentiality", "dsa_start", "dsa_end",
    "commercial", "sublicensing", "controller_basis", "organisation_type", "reference", "term",
))  # fmt: skip
_OF_A_DATASET = frozenset(
    ("type_of_data", "sensitivity", "frequency", "legal_basis", "confidentiality", "opt_out")
)
NARRATIVES = frozenset(section.key for section in fields.NARRATIVES)


class _Answer(NamedTuple):
    key: str | None
    label: str
    at: Piece  # the question
    pieces: list[Piece]


class _Question(NamedTuple):
    """What a heading of a form asks for. `key` is None for one that says nothing of an agreement."""

    key: str | None
    adds: bool = False  # whether its answer goes on in a narrative, behind the question


class Form:
    """A form of a dialect: what each of its questions asks for."""

    def __init__(self, dialect: dict[str, Any]) -> None:
        form = dialect["form"]
        self.dialect: str = dialect["dialect"]
        self.needs: frozenset[str] = frozenset(form.get("needs", ()))
        self.one_of: frozenset[str] = frozenset(form.get("one_of", ()))
        self.at_least = int(form.get("at_least", 3))
        self._whole: dict[str, _Question] = {}
        self._beginnings: list[tuple[str, _Question]] = []
        for key, headings in form["questions"].items():
            self._add(headings, _Question(key))
        for key, headings in form.get("adds", {}).items():
            self._add(headings, _Question(key, True))
        self._add(form.get("passes", ()), _Question(None))
        self._rows = {
            plain(heading): key
            for key, headings in form.get("rows", {}).items()
            for heading in ([headings] if isinstance(headings, str) else headings)
        }

    def _add(self, headings: str | list[str], question: _Question) -> None:
        for heading in [headings] if isinstance(headings, str) else headings:
            if heading.endswith("..."):
                self._beginnings.append((plain(heading.removesuffix("...")), question))
            else:
                self._whole.setdefault(plain(heading), question)

    def question(self, text: str) -> _Question | None:
        """What a heading asks for, with or without its number and a hint in brackets behind it."""
        if not text.strip() or len(text) > LONGEST_QUESTION:
            return None
        for number in (_NUMBER.match(text), None):
            bare = text[number.end() :] if number else text
            for shown in dict.fromkeys((bare, _HINT.sub("", bare))):
                folded = plain(shown)
                found = self._whole.get(folded)
                if found is None and folded:
                    found = next((one for begins, one in self._beginnings if folded.startswith(begins)), None)
                if found:
                    return found
        return None

    def begins(self, text: str) -> bool:
        """Whether a heading is all of the beginning of a question: its answer may stand behind it."""
        folded = plain(_HINT.sub("", _NUMBER.sub("", text, count=1).rstrip(" ?:")))
        return any(folded == begins for begins, _ in self._beginnings)

    def knows_enough(self, answered: Set[str | None]) -> bool:
        """Whether a text in which these fields are answered is surely of this form."""
        return (
            self.needs <= answered
            and len(answered) >= self.at_least
            and (not self.one_of or not self.one_of.isdisjoint(answered))
        )

    def columns(self, cells: list[str]) -> list[str | None]:
        """What the cells of a row head, where the rows below are datasets; else nothing."""
        keys = [self._rows.get(plain(cell)) for cell in cells]
        return keys if "dataset" in keys and len(cells) > 1 else []


class Forms:
    """The forms of a run, a project's own before the built-in ones."""

    def __init__(self, vocabularies: Vocabularies) -> None:
        whole = vocabularies.vocabulary("dialects")["values"]
        own = len(vocabularies.own("dialects"))
        rows = [*whole[len(whole) - own :], *whole[: len(whole) - own]]
        self.forms = [Form(each) for each in rows if "form" in each]

    def read(self, lines: list[str], questions: Mapping[int, int], asides: frozenset[int]) -> FormRead | None:
        """What a text says by the form that knows most of its questions."""
        best: FormRead | None = None
        for form in self.forms:
            reading = _Reading(form, questions, asides)
            for number, text in enumerate(lines, 1):
                if text.strip():
                    reading.take(text, number)
            answers = [_checked(answer) for answer in reading.answers]
            known = {answer.key for answer in answers if answer.key and answer.pieces}
            found = FormRead(form.dialect, form.knows_enough(known), len(known), answers, reading.unknown)
            if best is None or (found.is_sure, found.known) > (best.is_sure, best.known):
                best = found
        return best


class FormRead(NamedTuple):
    """The answers of a form, and the headings that it does not know."""

    dialect: str
    is_sure: bool  # whether enough questions are known
    known: int  # fields that are answered
    answers: list[_Answer]
    unknown: list[Piece]

    def tables(self) -> list[Table]:
        return _Builder(self).tables()

    def claimed(self) -> set[int]:
        """The lines that are understood."""
        lines = {answer.at.line for answer in self.answers}
        return lines | {piece.line for answer in self.answers for piece in answer.pieces}


def headings_of(lines: list[str], questions: Mapping[int, int]) -> list[str]:
    """What looks like a heading or a label, so that a reader can tell why a form is not known."""
    if questions:
        found = [lines[number - 1] for number in sorted(questions)]
        return list(dict.fromkeys(text.partition("\t")[0].strip(" :*") for text in found if text.strip()))
    labels = [label["label"] for text in lines if (label := _LABEL.match(text))]
    return list(dict.fromkeys(labels))


class _Reading:
    """Goes through the lines of a text, and gives each to the question that it answers."""

    def __init__(self, form: Form, questions: Mapping[int, int], asides: frozenset[int]) -> None:
        self._form = form
        self._questions = questions  # by line, how deep each is
        self._asides = asides
        self._open: _Answer | None = None
        self._depth = 0  # of the question of the open answer
        self._inline = False  # whether it began behind its question
        self._columns: list[str | None] = []  # of the table of datasets that the lines are in
        self._header: list[str] = []
        self.answers: list[_Answer] = []
        self.unknown: list[Piece] = []

    def take(self, text: str, number: int) -> None:
        cells = text.split("\t")
        if self._columns and len(cells) == len(self._columns):
            self._row(cells, number)
        elif columns := self._form.columns(cells):
            self._columns, self._header = columns, [cell.strip() for cell in cells]
            self._open = None
        elif found := _question(self._form, text, number):
            self._columns = []
            self._begin(*found)
            self._depth = self._questions.get(number, DEEPEST)
        elif number in self._asides:
            return
        elif label := self._heading(text, number):
            self.unknown.append(Piece(label, number, 1))
            self._open = None
        elif self._open is not None:
            self._go_on(Piece(text, number, 1))

    def _row(self, cells: list[str], number: int) -> None:
        """A dataset, and what its row says of it."""
        column, found = 1, dict[str, _Answer]()
        for key, label, cell in zip(self._columns, self._header, cells, strict=True):
            if key and cell.strip():
                piece = Piece(cell.strip(), number, column + len(cell) - len(cell.lstrip()))
                found.setdefault(key, _Answer(key, label, piece, [piece]))
            column += len(cell) + 1
        if "dataset" in found:
            self.answers.append(found.pop("dataset"))
            self.answers += found.values()

    def _begin(self, question: _Question, at: Piece, rest: Piece | None) -> None:
        label = at.text.strip(" :\t")
        pieces = [rest] if rest else []
        if question.adds:
            pieces = [Piece(f"{label}: {rest.text if rest else ''}".rstrip(), at.line, at.column)]
        self._open = _Answer(question.key, label, at, pieces)
        self._inline = rest is not None
        self.answers.append(self._open)

    def _heading(self, text: str, number: int) -> str:
        """The heading or label that a line begins with, where it surely ends the answer before it."""
        if number in self._questions:
            is_sub = self._open is not None and self._open.key in NARRATIVES and "\t" not in text
            if is_sub and self._questions[number] > self._depth:
                return ""
            return text.partition("\t")[0].strip(" :*")
        if self._questions:
            return ""
        if _SECTION.match(text.strip()):
            return text.strip()
        label = _LABEL.match(text) if self._open is None or self._inline else None
        return label["label"] if label else ""

    def _go_on(self, line: Piece) -> None:
        assert self._open is not None
        if self._inline and self._open.key in _ONE_LINE and not _BOX.search(line.text):
            self._inline = False
            self._open = self._next_dataset(line)
        else:
            self._open.pieces.append(line)

    def _next_dataset(self, line: Piece) -> _Answer | None:
        """A line behind a value of one line: the next dataset, if the values before it were of a dataset."""
        for answer in reversed(self.answers):
            if answer.key == "dataset":
                self.answers.append(_Answer("dataset", answer.label, answer.at, [line]))
                return self.answers[-1]
            if answer.key not in _OF_A_DATASET:
                break
        return None


def _question(form: Form, text: str, number: int) -> tuple[_Question, Piece, Piece | None] | None:
    """A question with what stands behind it on its line."""
    start = len(text) - len(text.lstrip())
    bare = text.rstrip()
    tab = bare.find("\t")
    ends = list(_ends(bare, start, tab))
    answered = any(form.begins(bare[start:end]) for end in ends)
    if tab < 0 and not answered and (whole := form.question(bare[start:])):
        return whole, Piece(bare[start:], number, start + 1), None
    for end in ends:
        if found := form.question(bare[start:end]):
            at = end
            while at < len(bare) and bare[at] in ": \t*":
                at += 1
            rest = Piece(bare[at:], number, at + 1) if at < len(bare) else None
            return found, Piece(bare[start:end], number, start + 1), rest
    return None


def _ends(text: str, start: int, tab: int) -> Iterator[int]:
    """Where a question may end within a line."""
    if 0 <= tab <= LONGEST_QUESTION:
        yield tab
    colon = text.find(":", start, LONGEST_QUESTION)
    if colon > start:
        yield colon
    mark = text.find("? ", start, LONGEST_QUESTION)
    if mark > start:
        yield mark + 1


def _checked(answer: _Answer) -> _Answer:
    """Of boxes to tick, what is ticked."""
    pieces: list[Piece] = []
    for piece in answer.pieces:
        boxes = list(_BOX.finditer(piece.text))
        if not boxes:
            pieces.append(piece)
            continue
        if piece.text[: boxes[0].start()].strip() and not boxes[-1]["text"].strip():
            boxes = list(_BOX_BEHIND.finditer(piece.text, 0, boxes[-1].end("box")))
        for box in boxes:
            text = box["text"].strip()
            if box["box"] in _CHECKED and text:
                start = box.start("text") + box["text"].index(text)
                pieces.append(Piece(text, piece.line, piece.column + start))
    return answer._replace(pieces=pieces)


class _Builder:
    """Makes the table of the agreement and that of its datasets."""

    def __init__(self, read: FormRead) -> None:
        self.read = read
        self.labels: dict[str, str] = {}
        self.cells: dict[str, list[Piece]] = {}
        self.groups: list[dict[str, list[Piece]]] = []  # the datasets, each with what is said of it alone
        self._collect()

    def _collect(self) -> None:
        for answer in self.read.answers:
            key = answer.key
            if key is None or not answer.pieces:
                if key is not None:
                    self.labels.setdefault(key, answer.label)
                    self.cells.setdefault(key, [])
                elif self.groups:
                    self.groups.append({})
                continue
            self.labels.setdefault(key, answer.label)
            pieces = [_bare(piece) for piece in answer.pieces] if key not in NARRATIVES else answer.pieces
            if key == "dataset":
                self.groups.append({key: pieces})
            elif key in _OF_A_DATASET and self.groups and "dataset" in self.groups[-1]:
                self.groups[-1].setdefault(key, []).extend(pieces)
            else:
                known = self.cells.setdefault(key, [])
                if not known or key in NARRATIVES or key in _PARTS or key in _OF_A_DATASET:
                    known += pieces
        self._split_title()
        self._split_term()
        self._name_parties()

    def _split_title(self) -> None:
        """A reference that stands with the title."""
        title = self.cells.get("title")
        if not title or self.cells.get(REFERENCE):
            return
        piece = title[0]
        found = REFERENCE_IN_TEXT.search(piece.text)
        if not found:
            return
        self.labels.setdefault(REFERENCE, self.labels["title"])
        self.cells[REFERENCE] = [Piece(found[0], piece.line, piece.column + found.start())]
        before, after = piece.text[: found.start()].rstrip(" -–—:("), piece.text[found.end() :]
        rest = after.lstrip(" -–—:)")
        if before:
            title[0] = Piece(before, piece.line, piece.column)
        else:
            title[0] = Piece(rest, piece.line, piece.column + len(piece.text) - len(rest))

    def _name_parties(self) -> None:
        """Parties are the controllers where no question asks for these; processors are named as such."""
        parties = self.cells.pop(_PARTIES, [])
        if parties and self.cells.get("controllers"):
            self.cells["objectives"] = sorted([*parties, *self.cells.get("objectives", [])], key=_line)
            self.labels.setdefault("objectives", self.labels[_PARTIES])
        elif parties:
            self.cells["controllers"] = parties
            self.labels["controllers"] = self.labels[_PARTIES]
        named = [
            Piece(f"{_PROCESSOR}{piece.text}", piece.line, piece.column, len(_PROCESSOR))
            for piece in _listed(self.cells.pop(_PROCESSORS, []))
            if not _NONE.fullmatch(piece.text)
        ]
        if named:
            self.cells["processing"] = sorted([*self.cells.get("processing", []), *named], key=_line)
            self.labels.setdefault("processing", self.labels[_PROCESSORS])
        self.labels = {key: label for key, label in self.labels.items() if key not in (_PARTIES, _PROCESSORS)}

    def _split_term(self) -> None:
        """Both dates of a term that stands in one answer."""
        for piece in self.cells.pop(_TERM, []):
            ends = [end for end in _TO.split(piece.text) if end.strip()]
            if len(ends) == 2:
                for key, end in zip(("dsa_start", "dsa_end"), ends, strict=True):
                    shown = end.strip()
                    self.labels.setdefault(key, self.labels[_TERM])
                    self.cells.setdefault(
                        key, [Piece(shown, piece.line, piece.column + piece.text.index(shown))]
                    )
        self.labels.pop(_TERM, None)

    def tables(self) -> list[Table]:
        keys = [key for key in self.cells if key in OF_AGREEMENTS or key == REFERENCE]
        made = [self._table("purposes", keys, [{key: self.cells[key] for key in keys}])]
        rows = list(self._rows())
        of_rows = [key for key in self.labels if key not in OF_AGREEMENTS and key != REFERENCE]
        if rows and of_rows:
            made.append(self._table("datasets", of_rows, rows))
        return made

    def _rows(self) -> Iterator[dict[str, list[Piece]]]:
        shared = {
            key: pieces for key, pieces in self.cells.items() if key not in OF_AGREEMENTS and key != REFERENCE
        }
        datasets = [group for group in self.groups if "dataset" in group]
        if not datasets:
            yield shared
        for group in datasets:
            for piece in _listed(group["dataset"]):
                yield {**shared, **group, "dataset": [piece]}

    def _table(self, kind: str, keys: list[str], rows: Iterable[dict[str, list[Piece]]]) -> Table:
        numbered: list[tuple[int, list[str]]] = []
        places: dict[tuple[int, int], list[Piece]] = {}
        for number, row in enumerate(rows, 2):
            cells = []
            for at, key in enumerate(keys):
                pieces = row.get(key) or []
                cells.append("\n".join(piece.text for piece in pieces))
                if pieces:
                    places[number, at] = pieces
            first = next((each[0] for each in row.values() if each), Piece("", 1, 1))
            places[number, -1] = [first]
            numbered.append((number, cells))
        columns = Columns(
            {key: index for index, key in enumerate(keys)}, {key: self.labels[key] for key in keys}
        )
        sheet = Sheet(NAME, 1, numbered, None, None, places)
        return Table(kind, sheet, 1, columns, numbered, True, self.read.dialect)


_line = attrgetter("line")


def _bare(piece: Piece) -> Piece:
    """Without the mark of a list."""
    mark = _ITEM.match(piece.text)
    start = mark.end() if mark else len(piece.text) - len(piece.text.lstrip())
    return Piece(piece.text[start:].rstrip(), piece.line, piece.column + start)


def _listed(pieces: list[Piece]) -> Iterator[Piece]:
    """The entries of a list, one on a line or several with semicolons between them."""
    for piece in pieces:
        start = 0
        for text in re.split(r"[;\t]", piece.text):
            shown = text.strip()
            if shown:
                yield Piece(shown, piece.line, piece.column + start + text.index(shown))
            start += len(text) + 1

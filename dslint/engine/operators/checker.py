"""What operators share in checking the words of a rule file against what dslint knows."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from typing import Any

from dslint.datafiles.nearest import nearest
from dslint.datafiles.yaml_marks import Marked, Path, Problem
from dslint.facts.catalogue import COLLECTIONS, LISTS, OF_PAGE, OF_RUN, Attributes, attributes
from dslint.patterns import complaint, group_names

DATED: Attributes = {"text": None, "date": None}
_RELATIONS = ("same", "like", "near")  # how a join compares attributes
_OF_TEXT = ("within", "differs")  # what a join says of texts only
_OF_COLLECTIONS = ("in", "where", "as", "note")

Names = dict[str, Attributes]  # what a message may fill in: names, their attributes, the words of those


class Checker(ABC):
    """Collects problems. While a condition is checked, `scope` is what it is evaluated on, and `names` are
    the names that it gives so far. `timeline` are the names of dates of law."""

    dated = DATED

    def __init__(self, path: str, marked: Marked, timeline: Iterable[str]) -> None:
        self.path = path
        self.marked = marked
        self.timeline = timeline
        self.problems: list[Problem] = []
        self.scope = "agreement"
        self.names: Names = {}

    @staticmethod
    def attributes_of(collection: str) -> Attributes | None:
        """The attributes of a collection, or None when there is no such collection."""
        return attributes(collection) if collection in COLLECTIONS else None

    @abstractmethod
    def condition(self, at: Path, node: dict[str, Any]) -> None: ...

    def condition_of_agreement(self, at: Path, node: dict[str, Any]) -> None:
        """Check a condition that is evaluated on each agreement, whatever the scope around it is."""
        scope, self.scope = self.scope, "agreement"
        self.condition(at, node)
        self.scope = scope

    def report(self, at: Path, message: str, of_key: bool = False) -> None:
        self.problems.append(Problem(self.path, *self.marked.place(at, of_key), message))

    def known(self, at: Path, word: str, known: Iterable[str], what: str) -> bool:
        """Whether a word is one of the known ones; if not, that is reported with the nearest."""
        names = list(known)
        if word in names:
            return True
        self.report(at, f"unknown {what} {word}{nearest(word, names) or '; known: ' + ', '.join(names)}")
        return False

    def needs_agreement(self, at: Path, operator: str) -> None:
        if self.scope != "agreement":
            self.report(
                at[:-1] or at,
                f"{operator} is about one agreement, but the scope of this rule is {self.scope}",
            )

    def aggregate(self, at: Path, operator: str) -> None:
        """An operator that compares agreements is the only one of its rule."""
        if self.scope == "agreement":
            self.report(
                at, f"{operator} compares agreements; the scope of the rule must be document or corpus"
            )
        if len(at) > 1 and at[-2] != "when":
            self.report(
                at, f"{operator} must be the only operator under when; put other conditions into its own"
            )

    def pattern(self, at: Path, source: str) -> None:
        if wrong := complaint(source):
            self.report(at, wrong)

    def collection(self, at: Path, body: dict[str, Any], keys: tuple[str, ...] = ()) -> None:
        """`in`, the attributes under some keys, `where` and `as` of a body."""
        if not self.known((*at, "in"), body["in"], COLLECTIONS, "collection"):
            return
        if self.scope == "agreement" and body["in"] in OF_PAGE:
            self.report((*at, "in"), f"{body['in']} belong to a page; the scope of the rule must be document")
        if (self.scope == "run") is not (body["in"] in OF_RUN):
            other = "run" if body["in"] in OF_RUN else "agreement, document or corpus"
            self.report((*at, "in"), f"{body['in']} are facts of another scope; the rule's must be {other}")
        known = attributes(body["in"])
        for key in keys:
            for attribute in [body[key]] if isinstance(body.get(key), str) else body.get(key, []):
                self.key((*at, key), attribute, known, f"attribute of {body['in']}")
        for attribute, wanted in body.get("where", {}).items():
            place = (*at, "where", attribute)
            if attribute not in known:
                self.report(
                    place,
                    f"unknown attribute of {body['in']}: {attribute}{nearest(attribute, known)}",
                    True,
                )
                continue
            self._filter(place, wanted, known[attribute], attribute)
        self.name(body, known)

    def joins(self, at: Path, body: dict[str, Any], known: Attributes | None) -> None:
        """The partners of an item or a text with these attributes; None when they are not known."""
        for joins in ("with", "without"):
            for number, join in enumerate(body.get(joins, [])):
                place = (*at, joins, number)
                if "text" in join:
                    self._text_join(place, join)
                else:
                    self.collection(place, join, _RELATIONS)
                    for key in _OF_TEXT:
                        if key in join:
                            self.report((*place, key), f"{key} is for texts: write text here, not in", True)
                for key in (*_RELATIONS, "differs"):
                    if key in join and known is not None:
                        self.key((*place, key), join[key], known, "attribute here")

    def _text_join(self, at: Path, join: dict[str, Any]) -> None:
        self.condition(at, {"text": join["text"]})
        for key in _OF_COLLECTIONS:
            if key in join:
                self.report(
                    (*at, key), f"{key} is for collections: write in here, or put {key} into text", True
                )
        for key in ("same", "like", "differs"):
            if key in join and key != "same" and "within" not in join:
                self.report(
                    (*at, key), f"{key} needs within, because it compares texts that are near by", True
                )
            if key in join:
                groups = group_names(join["text"]["match"])
                self.known((*at, key), join[key], ("text", *groups), "named group of match")

    def _filter(self, at: Path, wanted: Any, words: tuple[str, ...] | None, attribute: str) -> None:
        operators = wanted if isinstance(wanted, dict) else {"is_any": wanted}
        for operator, operand in operators.items():
            if operator in ("match", "no_match"):
                self.pattern((*at, operator), operand)
            elif operator != "known":
                self._values(at, operand, words, attribute)

    def _values(self, at: Path, operand: Any, words: tuple[str, ...] | None, attribute: str) -> None:
        for value in operand if isinstance(operand, list) else [operand]:
            word = str(value).lower() if isinstance(value, bool) else value
            if words is not None and word not in words:
                self.report(
                    at,
                    f"{attribute} is never {value}{nearest(str(value), words)} (one of {', '.join(words)})",
                )

    def key(self, at: Path, attribute: str, known: Iterable[str], what: str) -> None:
        """An attribute that things are compared by: one word at a time."""
        if self.known(at, attribute, known, what) and attribute in LISTS:
            self.report(at, f"{attribute} has several words at once, so nothing can be compared by it")

    def name(self, body: dict[str, Any], known: Attributes) -> None:
        """The name that a body gives what it finds, with the attributes that messages may ask for."""
        if "as" not in body:
            return
        mine = self.names.setdefault(body["as"], {})
        for attribute, words in known.items():
            before = mine.get(attribute, ())
            mine[attribute] = None if words is None or before is None else (*before, *words)

r"""#### `text`

Unknown without any text to look through, and, with `in`, where text is under no label: it may be the
section that is meant. `in` names one section or several.

    when:
      text: {in: processing, match: '\bcloud\b', as: cloud}
    holds: |
      Processing:
      Data are held in a cloud.
    finds: [cloud]
    fails: |
      Processing:
      Data are held in a room.
    unknown: |
      Outputs:
      A cloud of words.

`sentence_has`, `sentence_lacks` and `negated` look at the sentence around the match.

    when:
      text:
        match: '\blink\w*'
        sentence_has: '\bdata\b'
        sentence_lacks: '\bunless\b'
        negated: false
        as: linked
    holds: |
      Processing:
      The team links the data.
    finds: [links]
    fails: |
      Processing:
      The team links cables.
      The team links the data unless told otherwise.
      The team will not link the data.
    unknown: |
      Sensitive: Sensitive

`list_below` adds the items of the list under the line.

    when:
      text: {match: '\btwo teams\b', list_below: true, as: teams}
    holds: |
      Processing:
      Data is accessed by two teams:
      - Analysts
      - Planners
      The end.
    finds: [two teams, Analysts, Planners]
    fails: |
      Processing:
      Data is accessed by one team.
    unknown: |
      Sensitive: Sensitive

##### Texts near by

`with` and `without` of `text`, and of `some`, `none`, `every` and `count`, also take texts. `within: 3` is
a text at most three lines below, empty lines not counted; `within: 0` is the rest of the line.

    when:
      text:
        match: '\blanding point only\b'
        as: landing
        with:
          - within: 2
            text: {match: '\bpass(?:es)? on\b', negated: false, as: passes}
    holds: |
      Processing:
      The CSU is a landing point only.

      Then it passes on the data.
    finds: [landing point only, passes on]
    fails: |
      Processing:
      The CSU is a landing point only.
      It has a door.
      It has a roof.
      Then it passes on the data.
    unknown: |
      Sensitive: Sensitive

`same` compares what a named group matched on both sides, anywhere in the record, by letters and digits alone:
"Health Care" is "Healthcare". It is unknown where a group took no part in the match.

    when:
      text:
        in: outputs
        match: '(?P<source>[\w ]+) data is published'
        as: published
        with:
          - same: source
            text: {in: processing, match: '(?P<source>[\w ]+) data is secret', as: secret}
    holds: |
      Outputs:
      Health Care data is published.
      Processing:
      Healthcare data is secret.
    finds: [Health Care data is published, Healthcare data is secret]
    fails: |
      Outputs:
      Health Care data is published.
      Processing:
      Council data is secret.
    unknown: |
      Outputs:
      Health Care data is published.

`differs` and `like` compare names of organisations near by: `like` holds where both may name one body,
`differs` where they cannot.

    when:
      text:
        match: 'data go to (?P<body>[\w ]+)'
        as: one
        with:
          - within: 1
            differs: body
            text: {match: 'records go to (?P<body>[\w ]+)', as: other}
    holds: |
      Processing:
      The data go to Quaynote.
      The records go to Western Vale CSU.
    finds: [data go to Quaynote, records go to Western Vale CSU]
    fails: |
      Processing:
      The data go to Quaynote.
      The records go to Quaynote Limited.
    unknown: |
      Sensitive: Sensitive
"""

from __future__ import annotations

from collections.abc import Set
from typing import TYPE_CHECKING, Any, cast

from dslint.compiled import vocabulary
from dslint.engine.condition import PatternClauses, Test, required_patterns
from dslint.engine.joins import Joins, join_test
from dslint.engine.needs import NOTHING, Clauses, NeedsOf, one_of
from dslint.engine.operators import fragments
from dslint.engine.operators.fragments import Schema
from dslint.engine.operators.operator import Operator
from dslint.engine.outcome import NO, UNKNOWN, Match, Outcome
from dslint.engine.scan import TextPattern
from dslint.engine.scope import AgreementScope, Scope
from dslint.facts.catalogue import TEXT_SECTIONS, Attributes
from dslint.patterns import group_names
from dslint.regexes import regex
from dslint.tuples import NamedTuple

if TYPE_CHECKING:
    from dslint.datafiles.yaml_marks import Path
    from dslint.engine.operators.checker import Checker
    from dslint.engine.operators.parser import ConditionParser

_RESERVED = frozenset({"text", "count", "lines"})
_GROUP_NAME = regex(r"[a-z_]+\Z")


class Text(NamedTuple):
    """A pattern in the narrative, line by line. Its named groups are the attributes of what it finds."""

    pattern: int
    sections: frozenset[str] | None
    list_below: bool
    joins: Joins
    alias: str
    note: str

    def evaluate(self, scope: Scope) -> Outcome:
        agreement = cast(AgreementScope, scope)
        hits = agreement.text_hits(self.pattern, self.sections)
        if agreement.is_given_up(self.pattern):
            return UNKNOWN
        silence = NO if agreement.knows_all(self.sections) else UNKNOWN
        if not hits:
            return silence
        test = join_test(scope, self.joins)
        found: list[Match] = []
        for item in hits:
            truth, partners = test(item, True)
            if truth is None:
                silence = UNKNOWN
            if truth:
                found.append(Match(self.alias, item, self.note, partners))
                if self.list_below:
                    below = agreement.list_below(item)
                    found += [Match(self.alias, each, self.note) for each in below]
        return Outcome(True, tuple(found)) if found else silence

    def test(self) -> Test:
        if self.joins:
            return lambda scope: self.evaluate(scope).truth is True
        return lambda scope: cast(AgreementScope, scope).has_hit(self.pattern, self.sections)

    def refutation(self) -> Test:
        if self.joins:
            return lambda scope: self.evaluate(scope).truth is False
        return lambda scope: cast(AgreementScope, scope).has_no_hit(self.pattern, self.sections)

    def required_patterns(self, alone: Set[int]) -> PatternClauses:
        mine = () if self.pattern in alone else (frozenset({self.pattern}),)
        wanted = (target for is_wanted, target in self.joins if is_wanted)
        return (*mine, *(clause for target in wanted for clause in required_patterns(target, alone)))


def number_of(body: dict[str, Any], parser: ConditionParser) -> int:
    """The number of the pattern of a body, which the scanner has from then on."""
    pattern = TextPattern(
        parser.pattern(body["match"]),
        parser.pattern(body["sentence_has"]) if "sentence_has" in body else None,
        parser.pattern(body["sentence_lacks"]) if "sentence_lacks" in body else None,
        body.get("negated"),
    )
    return parser.scanner.number(pattern, _sections(body))


def texts_in(node: Any) -> list[dict[str, Any]]:
    """The bodies of this operator in a condition, as a rule file writes it."""
    found: list[dict[str, Any]] = []
    waiting = [node]
    while waiting:
        node = waiting.pop()
        if isinstance(node, list):
            waiting += node
        elif isinstance(node, dict):
            for key, value in node.items():
                if key == "text" and isinstance(value, dict):
                    found.append(value)
                if key != "where" and value.__class__ is not str:  # those name attributes and words
                    waiting.append(value)
    return found


def _sections(body: dict[str, Any]) -> frozenset[str] | None:
    wanted = body.get("in")
    return frozenset([wanted] if isinstance(wanted, str) else wanted) if wanted else None


def parse(body: dict[str, Any], parser: ConditionParser) -> Text:
    return Text(
        number_of(body, parser),
        _sections(body),
        bool(body.get("list_below")),
        parser.joins(body),
        body.get("as", ""),
        body.get("note", ""),
    )


def check(at: Path, body: dict[str, Any], checker: Checker) -> None:
    checker.needs_agreement(at, "text")
    wanted = body.get("in", [])
    for section in [wanted] if isinstance(wanted, str) else wanted:
        checker.known((*at, "in"), section, (*TEXT_SECTIONS, *vocabulary("patterns")["sections"]), "section")
    for key in ("match", "sentence_has", "sentence_lacks"):
        if key in body:
            checker.pattern((*at, key), body[key])
    groups = group_names(body["match"])
    for name in groups:
        if not _GROUP_NAME.match(name) or name in _RESERVED:
            checker.report((*at, "match"), f"the group {name} needs another name: small letters and _ only")
    known: Attributes = {"text": None, **dict.fromkeys(groups)}
    checker.joins(at, body, known)
    checker.name(body, known)


def schema() -> Schema:
    text = fragments.TEXT
    return fragments.mapping(
        {
            "in": fragments.one_or_several(
                text, description="Sections to look in; all of them when left out."
            ),
            "match": {
                **text,
                "description": "A regular expression, case-insensitive, matched within one line. "
                "Its named groups become attributes.",
            },
            "sentence_has": text,
            "sentence_lacks": text,
            "negated": {
                "type": "boolean",
                "description": "Whether a word of denial comes before the match in its clause; "
                "either when left out.",
            },
            "list_below": {
                "type": "boolean",
                "description": "Take the list items below the line as further evidence.",
            },
            "with": fragments.joins("Each match needs one of these near by: docs/rule-language.md, Joins."),
            "without": fragments.joins("A match with one of these near by does not count."),
            "as": fragments.ALIAS,
            "note": fragments.NOTE,
        },
        ["match"],
    )


def needs(body: dict[str, Any], truth: bool, needs_of: NeedsOf) -> Clauses:
    wanted = body.get("in")
    return one_of([wanted] if isinstance(wanted, str) else wanted) if wanted else NOTHING


TEXT = Operator(
    "text",
    "A pattern in the narrative.",
    parse,
    check,
    schema,
    effort=lambda body, effort_of: 1,
    needs=needs,
)

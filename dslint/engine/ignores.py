"""Findings that a project accepts, each with a reason, and what has become of these ignores."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from dslint.engine.finding import Finding, fold_findings
from dslint.engine.select import Name, select, unknown
from dslint.facts import Item
from dslint.model import IgnoreComment, Problem, Span
from dslint.patterns import Pattern, PatternTimeout
from dslint.sources.addresses import is_address
from dslint.sources.globs import fits, relative
from dslint.tuples import NamedTuple


class Ignore(NamedTuple):
    """One accepted finding. `agreement` is a base reference, `until` an ISO date, the last day it counts.

    `path`, `line` and `text` are where it was written: the file, and its line that names the rule. A
    `comment` of a draft is about the findings whose primary place is on its lines of that file.
    """

    rules: tuple[str, ...]
    agreement: str | None
    paths: tuple[str, ...]
    match: Pattern | None
    reason: str
    until: str | None
    path: str
    line: int
    text: str
    comment: IgnoreComment | None = None

    def about(self) -> str:
        """What it is about, in words."""
        named = [", ".join(self.rules)]
        named += [f"in {self.agreement}"] if self.agreement else []
        named += [f"at {', '.join(self.paths)}"] if self.paths else []
        named += ["by a comment"] if self.comment else []
        named += [f"matching {self.match.source!r}"] if self.match else []
        return " ".join(named)


class Ignored(NamedTuple):
    """A finding that is not reported, and why."""

    finding: Finding
    ignore: Ignore


def fold_ignored(ignored: Iterable[Ignored]) -> list[Ignored]:
    """What was ignored one by one, as it would have been shown."""
    found: dict[Ignore, list[Finding]] = {}
    for finding, ignore in ignored:
        found.setdefault(ignore, []).append(finding)
    folded = [Ignored(each, cause) for cause, same in found.items() for each in fold_findings(same)]
    return sorted(folded, key=lambda each: each.finding.sort_key)


ALL_JUDGED: Mapping[str | None, int] = {}  # no version of any agreement was left out


class IgnoreList:
    """The ignores of a run. `names` are the known rules, `folder` is what the globs are relative to."""

    def __init__(self, ignores: Iterable[Ignore], names: list[Name], folder: str, as_of: str) -> None:
        self.folder = folder
        self.errors: list[Problem] = []
        self._entries = [(ignore, frozenset(select(names, ignore.rules))) for ignore in ignores]
        self._names = names
        self._as_of = as_of
        self._used: set[int] = set()

    def add(self, path: str, comments: Iterable[IgnoreComment]) -> None:
        """The comments of a draft too. One that names no rule is an error."""
        for one in comments:
            wrong = unknown(self._names, one.rules)
            self.errors += [Problem(path, one.line, one.column, message) for message in wrong.values()]
            rules = tuple(word for word in one.rules if word not in wrong)
            if rules:
                ignore = Ignore(rules, None, (), None, one.reason, None, path, one.line, one.text, one)
                self._entries.append((ignore, frozenset(select(self._names, rules))))

    def __bool__(self) -> bool:
        return bool(self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    def fresh(self) -> IgnoreList:
        """The same ignores, of which none has covered anything yet."""
        from copy import copy

        new = copy(self)
        new._entries, new._used, new.errors = [*self._entries], set(), []
        return new

    def words(self) -> list[object]:
        """All that decides what is ignored, as plain data."""
        return [
            self.folder,
            self._as_of,
            [
                [*ignore[:3], ignore.match.source if ignore.match else None, *ignore[4:], sorted(rules)]
                for ignore, rules in self._entries
            ],
        ]

    def number(self, ignore: Ignore) -> int:
        """The place of an ignore among all. Raises ValueError."""
        return [each for each, _ in self._entries].index(ignore)

    def __getitem__(self, number: int) -> Ignore:
        return self._entries[number][0]

    @property
    def used(self) -> frozenset[int]:
        """The numbers of those that covered something."""
        return frozenset(self._used)

    def use(self, numbers: Iterable[int]) -> None:
        """Count them as those that covered something, somewhere else."""
        self._used.update(numbers)

    def lines(self, path: str) -> dict[int, str]:
        """The lines of a file that hold ignores, by number."""
        return {ignore.line: ignore.text for ignore, _ in self._entries if ignore.path == path}

    def cause(self, finding: Finding) -> Ignore | None:
        """The first ignore that covers a finding; every one that does counts as used."""
        covering = [
            number
            for number, (ignore, rules) in enumerate(self._entries)
            if finding.rule in rules and not self._is_expired(ignore) and self._covers(ignore, finding)
        ]
        self._used.update(covering)
        return self._entries[covering[0]][0] if covering else None

    def _is_expired(self, ignore: Ignore) -> bool:
        return ignore.until is not None and ignore.until < self._as_of

    def _covers(self, ignore: Ignore, finding: Finding) -> bool:
        if (here := ignore.comment) is not None:
            at = finding.primary
            return at.path == ignore.path and here.first <= at.at.line <= here.last
        if ignore.agreement is not None and ignore.agreement not in finding.agreements:
            return False
        if ignore.paths and not fits(relative(finding.primary.path, self.folder), ignore.paths):
            return False
        return ignore.match is None or self._matches(ignore, ignore.match, finding)

    def _matches(self, ignore: Ignore, pattern: Pattern, finding: Finding) -> bool:
        try:
            return any(
                pattern.matches(text) for text in (finding.message, *(each.text for each in finding.evidence))
            )
        except PatternTimeout as given_up:
            message = f"the pattern of an ignore took too long and was given up: {given_up}"
            slow = Problem(ignore.path, ignore.line, 1, message)
            if slow not in self.errors:
                self.errors.append(slow)
            return False

    def facts(
        self,
        run: set[str],
        checked: Iterable[str],
        all_inputs: Callable[[], Iterable[str]],
        not_judged: Mapping[str | None, int] = ALL_JUDGED,
    ) -> dict[str, list[Item]]:
        """The collection `ignores`, by the file that they are in.

        `run` are the rules that were run, `checked` the paths that were, `all_inputs` tells what there is to
        check in the folder of the project, and `not_judged` the agreements of which not all versions were:
        unused is said only of what was looked for everywhere.
        """
        seen = {relative(each, self.folder) for each in checked}
        found: dict[str, list[Item]] = {}
        unseen: set[str] | None = None
        for number, (ignore, rules) in enumerate(self._entries):
            state = "expired" if self._is_expired(ignore) else "used" if number in self._used else "unchecked"
            if state == "unchecked" and rules & run:
                if unseen is None:
                    unseen = {relative(each, self.folder) for each in all_inputs()} - seen
                about = ignore.agreement
                is_whole = not not_judged if about is None else about not in not_judged
                if is_whole and self._was_looked_for(ignore, seen, unseen):
                    state = "unused"
            found.setdefault(ignore.path, []).append(_item(ignore, number, state))
        return found

    def _was_looked_for(self, ignore: Ignore, seen: set[str], unseen: set[str]) -> bool:
        """Whether no input of the project that it could be about was left out of this run."""
        if ignore.comment:
            return True  # its file is one of those that were checked
        inside = {path for path in seen if not path.startswith("../") and not is_address(path)}
        if not ignore.paths:
            return bool(inside) and not unseen
        return bool(inside) and not any(fits(path, ignore.paths) for path in unseen)


def _item(ignore: Ignore, number: int, state: str) -> Item:
    column = ignore.comment.column if ignore.comment else len(ignore.text) - len(ignore.text.lstrip()) + 1
    span = Span(ignore.line, column, max(column + 1, len(ignore.text.rstrip()) + 1))
    values = {
        "number": number,
        "about": ignore.about(),
        "rule": ", ".join(ignore.rules),
        "agreement": ignore.agreement,
        "path": ", ".join(ignore.paths) or None,
        "match": ignore.match.source if ignore.match else None,
        "reason": ignore.reason,
        "until": ignore.until,
        "state": state,
    }
    return Item(f"{ignore.about()} {ignore.until or ''}".strip(), span, "ignores", values)

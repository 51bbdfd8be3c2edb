"""dslint as a library: rules and vocabularies that are loaded once and used for many inputs."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, TypeAlias

from dslint.engine.checked import Checked, check_read, understand
from dslint.engine.engine import DEFAULT_ENGINE, Engine
from dslint.engine.executor import Progress
from dslint.engine.load import RuleChoice, RuleSet
from dslint.engine.report import Report, RunError
from dslint.engine.rule import Rule
from dslint.engine.run import collect_report, run
from dslint.engine.suppressions import Suppressions
from dslint.model import Document
from dslint.sources import Input, collect
from dslint.vocabularies import Row, Vocabularies, with_words

Path: TypeAlias = "str | os.PathLike[str]"
Inputs: TypeAlias = "Path | Iterable[Path] | Mapping[str, str | bytes]"


class Session:
    """Rules and vocabularies that any number of inputs are read and checked with.

    Two sessions with different words stand side by side in one process. A session can be pickled: its
    choice of rules goes along, and the other process loads them.

    >>> session = Session(profile="renewal")
    >>> session.check({"page.txt": "Moor\\n"}).findings
    []
    """

    def __init__(
        self,
        *,
        profile: str = "default",
        select: Sequence[str] = (),
        ignore: Sequence[str] = (),
        rules: Sequence[Path] = (),
        vocabulary: Mapping[str, Sequence[Row]] | None = None,
        cache: bool = False,
    ) -> None:
        """`select` and `ignore` are ids, beginnings of ids, or names of rules; `rules` are rule files and
        folders of them. `vocabulary` are rows by the name of a vocabulary, as in dslint.toml. With `cache`,
        what was found in an input is kept in the user's cache folder, and used when nothing has changed.

        Raises ValueError for a word that names no rule and for a rule file with problems, naming every one;
        KeyError for a vocabulary that dslint does not have.
        """
        self._use(
            RuleChoice(
                profile=profile,
                select=tuple(select),
                ignore=tuple(ignore),
                files=tuple(os.fspath(path) for path in rules),
                vocabularies=with_words(vocabulary or {}),
                is_kept=cache,
            )
        )

    @classmethod
    def of(cls, choice: RuleChoice) -> Session:
        """A session for a choice of rules. Raises what the constructor raises."""
        session = cls.__new__(cls)
        session._use(choice)
        return session

    def _use(self, choice: RuleChoice) -> None:
        self.choice = choice
        self.rule_set: RuleSet = choice.load()

    def __reduce__(self) -> tuple[Any, ...]:
        return Session.of, (self.choice,)

    def __repr__(self) -> str:
        return f"Session(rules: {len(self.rule_set.rules)}, {self.vocabularies!r})"

    @property
    def vocabularies(self) -> Vocabularies:
        """What the inputs are read by."""
        return self.rule_set.vocabularies

    @property
    def rules(self) -> list[Rule]:
        """The chosen rules by their ids."""
        return self.rule_set.rules

    def check(
        self,
        inputs: Inputs,
        *,
        as_of: str | date | None = None,
        jobs: int = 1,
        engine: Engine = DEFAULT_ENGINE,
    ) -> Report:
        """Check files, folders or texts.

        `inputs` are a path, an address, several of them, or texts by their names; the suffix of a name tells
        the kind, as that of a file does. `as_of` stands for today. An input that cannot be read is among the
        report's errors. Raises ValueError when `as_of` is no date and for an engine that means nothing, and
        ExecutorError when the engine cannot go on.
        """
        today = date.fromisoformat(as_of).isoformat() if isinstance(as_of, str) else as_of and str(as_of)
        if complaint := engine.complaint():
            raise ValueError(complaint)
        return self.run(_inputs(inputs), today or "", jobs, engine=engine)

    def run(
        self,
        inputs: list[Input],
        as_of: str,
        jobs: int = 1,
        progress: Progress = iter,
        suppressions: Suppressions | None = None,
        engine: Engine = DEFAULT_ENGINE,
    ) -> Report:
        """Check inputs that have been found. `as_of` is an ISO date, or empty for today.

        A pattern that took too long in an earlier run is tried again. Raises ExecutorError.
        """
        self.rule_set.scanner.try_all_again()
        return run(inputs, self.choice, self.rule_set, as_of, jobs, progress, suppressions, engine)

    def understand(self, given: Input) -> Document | RunError:
        """Read one input that has been found, and check nothing. Raises nothing that an input can cause."""
        return understand(given, self.vocabularies)

    def check_read(self, document: Document, as_of: str) -> Checked:
        """Check what `understand` gave. `as_of` is an ISO date, or empty for today."""
        return check_read(document, self.rule_set, as_of)

    def report(self, checked: Iterable[Checked], suppressions: Suppressions | None = None) -> Report:
        """Bring together what was found in each input."""
        return collect_report(list(checked), self.rule_set, suppressions)

    def spread(self, inputs: Inputs, *, as_of: str | date, buckets: int = 64) -> Iterator[tuple[int, str]]:
        """Check some inputs of a run that is larger than one process: the bucket and the text of each row.

        All rows of a bucket must come to one call of `gather`. The bucket is from -`buckets` up to `buckets`,
        and all calls must have the same number. Raises ValueError when `as_of` is no date.
        """
        from dslint.engine.parts.spread import spread

        today = date.fromisoformat(str(as_of)).isoformat()
        return spread(_inputs(inputs), self.rule_set, today, buckets)

    def gather(self, rows: Iterable[str]) -> Report:
        """What the rows of a bucket come to: findings and errors. All buckets together have the findings that
        `check` has. Raises ValueError for what is no row."""
        from dslint.engine.parts.spread import gathered

        return gathered(rows, self.rule_set)

    def parse(self, inputs: Inputs) -> list[Document]:
        """Read files, folders or texts, and check nothing. Raises ValueError for what cannot be read."""
        found = [self.understand(given) for given in _inputs(inputs)]
        if failed := [each for each in found if isinstance(each, RunError)]:
            raise ValueError("\n".join(map(str, failed)))
        return [each for each in found if isinstance(each, Document)]


def check(
    inputs: Inputs,
    *,
    profile: str = "default",
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    rules: Sequence[Path] = (),
    vocabulary: Mapping[str, Sequence[Row]] | None = None,
    as_of: str | date | None = None,
    jobs: int = 1,
    cache: bool = False,
    engine: Engine = DEFAULT_ENGINE,
) -> Report:
    """Check files, folders or texts once. See Session and Session.check."""
    session = Session(
        profile=profile, select=select, ignore=ignore, rules=rules, vocabulary=vocabulary, cache=cache
    )
    return session.check(inputs, as_of=as_of, jobs=jobs, engine=engine)


def parse(inputs: Inputs, *, vocabulary: Mapping[str, Sequence[Row]] | None = None) -> list[Document]:
    """Read files, folders or texts once, and check nothing. See Session.parse."""
    return Session.of(RuleChoice(builtin=False, vocabularies=with_words(vocabulary or {}))).parse(inputs)


def _inputs(given: Inputs) -> list[Input]:
    if isinstance(given, Mapping):
        texts = {
            name: text.encode("utf-8") if isinstance(text, str) else text for name, text in given.items()
        }
        return [Input(name, content=content) for name, content in sorted(texts.items())]
    paths = [given] if isinstance(given, (str, os.PathLike)) else given
    return collect([os.fspath(path) for path in paths])

"""How a pattern may match, and which texts a line must hold for that: told from the pattern alone."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from math import inf
from typing import Any, TypeAlias

from dslint.regex_tree import codes, parse
from dslint.regexes import regex
from dslint.tuples import NamedTuple

FLAGS = re.IGNORECASE.value  # as a number, which parsers test many times sooner
ORGANISATION = "{org}"  # in vocabularies: the place of an organisation's name
MASKED = "{mask}"  # in vocabularies: a letter of such a name
MASK = "\x1a"  # what a name is masked with, letter for letter; in ASCII, as most lines are
_MOST_TEXTS = 70  # a longer clause tells little and costs much
_MOST_TEXTS_OF_MORE = 8  # of a clause behind the first, whose texts are sought one by one
_MOST_LETTERS = 4  # of a class that is taken for its letters
_SHORTEST_END = 5  # code points
_MOST_CLAUSES = 4
_MOST_BEGINS = 60
_MOST_BEGINNINGS = 400  # before they are cut
_COMMON = 300  # lines of a thousand
_LONGEST_BEGIN = 12  # code points
_REPEATS = (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT)
_WITHOUT_WIDTH = (codes.AT, codes.ASSERT, codes.ASSERT_NOT)


@lru_cache(maxsize=16)  # several patterns ask of one line in turn
def lowered(text: str) -> str:
    """A text in lower case, such that a pattern's ASCII letters are found wherever it matches them: patterns
    take four other letters for an i, an s or a k."""
    lower = text.lower()
    if not lower.isascii():
        for letter, plain in _PLAIN.items():
            lower = lower.replace(letter, plain)
    return lower


_PLAIN = {"\u0131": "i", "\u0307": "", "\u017f": "s"}  # a capital I with a dot has it apart in lower case


@lru_cache(maxsize=16)
def searchable(text: str) -> str:
    """What the texts of clauses are sought in: those whose case counts stand in the second half."""
    return f"{lowered(text)}\n{text}"


class Alternative(NamedTuple):
    """One way for a pattern to match.

    Every match holds a text of each of the `clauses`: lower-cased, or as it stands when a capital is in it.
    One with a mask comes last.
    `begins` are lower-case texts with one of which every match begins, [""] when it can only begin where the
    line does; none when nothing is sure. `common` tells that far too many lines hold a text of the first
    clause for that to rule much out.
    """

    source: str
    clauses: Sequence[Sequence[str]]
    begins: Sequence[str] = ()
    common: bool = False


def may_match(clauses: Sequence[Sequence[str]], sought: str) -> bool:
    """Whether a text, as `searchable` gives it, holds one of each."""
    for clause in clauses:
        for text in clause:
            if text in sought:
                break
        else:
            return False
    return True


def expanded(source: str) -> str:
    """A name is taken whole or not at all, so that no pattern tries its parts. Its first letter comes first
    in the expression, so that a pattern which begins with a name is tried at names alone."""
    return source.replace(ORGANISATION, f"(?P<org>{MASK}(?<!{MASK}{MASK}){MASK}*+)").replace(MASKED, MASK)


def alternatives_of(source: str, trusted: bool = False) -> list[Alternative]:
    """The alternatives that a pattern is run as: those at its outermost level where none can match nothing
    and none has a named group or speaks of a group of another one, else the whole."""
    source = expanded(source)
    try:
        parts = _outermost(source) if trusted and not _GROUPS.search(source) else [source]
        if len(parts) > 1:
            parsed = [parse(part, FLAGS) for part in parts]
            if all(each.getwidth()[0] for each in parsed):
                return list(map(_alternative, parts, parsed))
        return [_alternative(source, parse(source, FLAGS))]
    except (re.error, RecursionError, OverflowError):  # `complaint` refuses such a pattern
        return [Alternative(source, ())]


def _alternative(source: str, parsed: Any) -> Alternative:
    clauses = _clauses(parsed)
    from dslint.patterns.rarity import lines_with_any

    common = bool(clauses) and lines_with_any(set(clauses[0])) > _COMMON
    return Alternative(source, clauses, _begins(parsed), common)


# Named groups, conditions on groups, references of two digits, and flags of the whole.
_GROUPS = regex(r"\\[1-9]\d|\(\?(?:P|\(|[aiLmsux]+\))")
# An escape, a class of characters, a bracket that opens no group of its own, a character.
_ATOM = regex(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\(\?|.", re.DOTALL)


def _outermost(source: str) -> list[str]:
    """A pattern cut at each bar that stands in no bracket; each part counts its own groups. Uncut where a
    part refers to a group of another one."""
    parts, depth, groups, before = [""], 0, 0, 0  # groups: all so far, and those of the parts before
    for atom in _ATOM.findall(source):
        depth += {"(": 1, "(?": 1, ")": -1}.get(atom, 0)
        groups += atom == "("
        if atom == "|" and not depth:
            parts.append("")
            before = groups
        elif atom[0] == "\\" and atom[1] in "123456789":
            if not before < int(atom[1]) <= groups:
                return [source]
            parts[-1] += f"\\{int(atom[1]) - before}"
        else:
            parts[-1] += atom
    return parts


def _clauses(parsed: Any) -> list[list[str]]:
    """Sets of texts: any match holds one of each. The most telling sets come first."""
    found = sorted(_required(parsed), key=_strength, reverse=True)
    plain = [clause for clause in found if not any(MASK in text for text in clause)]
    more = [clause for clause in plain[1:] if len(clause) <= _MOST_TEXTS_OF_MORE][: _MOST_CLAUSES - 1]
    beside_names = [clause for clause in found if clause not in plain][:1]
    return [sorted(clause) for clause in (*plain[:1], *more, *beside_names)]


def _begins(parsed: Any) -> list[str]:
    """The few texts that all matches begin with, cut so that they are few."""
    if parsed.state.flags & re.MULTILINE or not parsed.getwidth()[0]:
        return []
    if parsed[0] == (codes.AT, codes.AT_BEGINNING):
        return [""]
    texts = {text for text, _ in _beginnings(parsed)}
    if any(text.startswith(MASK) for text in texts):
        return []  # each letter of a name would be a begin; the expression itself finds names sooner
    for length in range(_LONGEST_BEGIN, 1, -1):
        cut = _shortest({text[:length] for text in texts})
        if len(cut) <= _MOST_BEGINS and min(map(len, cut)) > 1:
            return cut
    return []


def _shortest(texts: set[str]) -> list[str]:
    """The texts in order, without those that begin with another one."""
    found: list[str] = []
    for text in sorted(texts):  # directly behind each stand those that begin with it
        if not found or not text.startswith(found[-1]):
            found.append(text)
    return found


_Beginnings: TypeAlias = "set[tuple[str, bool]]"  # texts in lower case, and whether each is a whole match
_ANYTHING: _Beginnings = {("", False)}


def _beginnings(parsed: Any) -> _Beginnings:
    """What the matches of a sequence begin with: each begins with one of the texts."""
    found: _Beginnings = {("", True)}
    for code, argument in parsed:
        behind = _beginnings_of(code, argument)
        longer = {(text, False) for text, is_whole in found if not is_whole}
        longer |= {
            ((text + more)[:_LONGEST_BEGIN], goes_on and len(text + more) < _LONGEST_BEGIN)
            for text, is_whole in found
            if is_whole
            for more, goes_on in behind
        }
        if len(longer) > _MOST_BEGINNINGS:
            return {(text, False) for text, _ in found}
        found = longer
        if not any(is_whole for _, is_whole in found):
            break
    return found


def _beginnings_of(code: Any, argument: Any) -> _Beginnings:
    """What the matches of an element begin with."""
    if code is codes.ATOMIC_GROUP:
        return _beginnings(argument)
    if code is codes.SUBPATTERN:
        return _beginnings(argument[3])
    if code is codes.BRANCH:
        return set().union(*map(_beginnings, argument[1]))
    if code in _REPEATS:
        least, most, repeated = argument
        begun = _beginnings(repeated)
        if most > 1:
            begun = {(text, False) for text, _ in begun}
        return begun if least else begun | {("", True)}
    texts = _texts(code, argument, cased=None)
    return _ANYTHING if texts is None else {(text, True) for text in texts}


def _strength(clause: set[str]) -> tuple[float, int, int]:
    """The rarer its texts, the longer the shortest of them and the fewer they are, the more a clause rules
    out. Lines hold masks only after their names were found."""
    from dslint.patterns.rarity import lines_with_any

    masked = any(MASK in text for text in clause)
    return (
        -inf if masked else -lines_with_any(clause),
        min(len(text.strip()) for text in clause),
        -len(clause),
    )


def _required(parsed: Any, cased: bool = False) -> list[set[str]]:
    """For each stretch of the sequence that guarantees anything, the texts of which it guarantees one.

    A stretch goes on over what matches a few texts or no text at all, and is each of them in turn.
    """
    found: list[set[str]] = []
    run = {""}

    def close() -> None:
        nonlocal run
        beside_masks = {max(text.split(MASK), key=len) for text in run}
        for texts in (run, beside_masks) if beside_masks != run else (run,):
            clause = {text for text in texts if not any(other in text for other in texts - {text})}
            if all(map(_tells, clause)):
                found.append(clause)
        run = {""}

    for code, argument in _flat(parsed, cased):
        repeated = code in _REPEATS and argument[0] > 0
        texts = _joined(argument[2], cased) if repeated else _texts(code, argument, cased)
        if texts is not None:
            if len(texts) * len(run) > _MOST_TEXTS:
                close()
            run = {before + text for before in run for text in texts}
            if repeated:  # what follows stands behind the last of them
                close()
                run = texts
            continue
        close()
        if repeated:
            found += _required(argument[2], cased)
        elif code is codes.SUBPATTERN:
            found += _required(argument[3], not cased)
        elif code is codes.BRANCH:
            branches = [max(_required(branch, cased), key=_strength, default=set()) for branch in argument[1]]
            if all(branches) and (clause := _few(set().union(*branches))):
                found.append(clause)
    close()
    return found


def _few(texts: set[str]) -> set[str] | None:
    """As many texts as a clause may have: these, or else their ends, of which they share some."""
    if len(texts) <= _MOST_TEXTS:
        return texts
    ends = (
        {text[-length:] for text in texts} for length in range(max(map(len, texts)), _SHORTEST_END - 1, -1)
    )
    return next((few for few in ends if len(few) <= _MOST_TEXTS), None)


def _flat(parsed: Any, cased: bool | None) -> Iterator[tuple[Any, Any]]:
    """The elements of a sequence and of the groups in it, apart from groups that treat case otherwise."""
    for code, argument in parsed:
        if code is codes.ATOMIC_GROUP:
            yield from _flat(argument, cased)
        elif code is codes.SUBPATTERN and (cased is None or _is_cased(argument, cased) is cased):
            yield from _flat(argument[3], cased)
        else:
            yield code, argument


def _is_cased(subpattern: Any, around: bool) -> bool:
    _, added, removed, _ = subpattern
    return bool(removed & FLAGS) or (around and not added & FLAGS)


def _texts(code: Any, argument: Any, cased: bool | None) -> set[str] | None:
    """The texts, few enough, of which an element of a pattern matches one; None when it may match others.
    Where `cased` is None, those in lower case of an element whose case counts in part."""
    if code in _WITHOUT_WIDTH:
        return {""}
    if code is codes.LITERAL:
        return {chr(argument) if cased else chr(argument).lower()} if _has_plain_case(chr(argument)) else None
    if code is codes.IN and len(argument) <= _MOST_LETTERS:
        return _any_of(_texts(kind, letter, cased) for kind, letter in argument)
    if code is codes.BRANCH:
        return _any_of(_joined(branch, cased) for branch in argument[1])
    if code in (codes.MAX_REPEAT, codes.MIN_REPEAT) and argument[:2] == (0, 1):
        return _any_of((_joined(argument[2], cased), {""}))
    return None


def _any_of(choices: Iterable[set[str] | None]) -> set[str] | None:
    united: set[str] = set()
    for texts in choices:
        if texts is None or len(united := united | texts) > _MOST_TEXTS:
            return None
    return united


def _joined(parsed: Any, cased: bool | None) -> set[str] | None:
    """The texts that a sequence matches, like those of an element."""
    whole = {""}
    for code, argument in _flat(parsed, cased):
        texts = _texts(code, argument, cased)
        if texts is None or len(whole) * len(texts) > _MOST_TEXTS:
            return None
        whole = {before + text for before in whole for text in texts}
    return whole


def _has_plain_case(letter: str) -> bool:
    """Whether `searchable` finds a letter wherever a pattern does: ASCII, or a mark without case."""
    return letter.isascii() or letter == MASK or unicodedata.category(letter)[0] == "P"


def _tells(text: str) -> bool:
    """Single letters and blanks stand in every line."""
    return len(text) > 1 or text == MASK or not (text.isalnum() or text.isspace() or not text)

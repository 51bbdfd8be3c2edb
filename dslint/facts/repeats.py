"""Text that stands twice where once would do: paragraphs under one heading, entries of one list.

Parallel blocks per processor or per purpose say the same on purpose; each has a heading of its own.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache, partial

from dslint.facts.lists import ListEntry, Lists, entry
from dslint.facts.meanings import fold_text
from dslint.facts.reading import Reading
from dslint.facts.sections import REMEMBERED
from dslint.memo import BoundedMemo, cached_method
from dslint.regexes import regex
from dslint.tuples import NamedTuple
from dslint.vocabularies import Vocabularies

SHORTEST_SENTENCE = 100  # code points of a sentence that may not come back anywhere in a section
SHORTEST_BULLET = 120  # code points of an entry that may not come back in another list of the section
SHORTEST_CUT = 60  # code points that an entry and its longer twin have in common
RUN = 6  # words in a row that two sentences have in common
SHORTEST_ECHO = 25  # words of a sentence that may be another one with words put in
ECHOED = 0.6  # of its runs stand in the other section
NEAR = 5  # lines between two lists in which a long entry may not come back; steps further off may
LEFT_OUT = 15  # code points that the longer one has more
SHORTEST_PARAGRAPH = 60  # code points; shorter lines recur by nature
LONGEST_HEADING = 90  # code points


class Repeat(NamedTuple):
    """A stretch of a line that says what another one says. `first` is the place of the first of them,
    `block` the place where the stretch of text under one heading, or the list, begins."""

    # paragraph | entry | numbered | elsewhere | cut | sentence | stretch | passage | doubled | echo
    form: str
    line_index: int
    start: int
    end: int
    first: int
    block: int


class _Stretch(NamedTuple):
    """`owner` is the entry that a paragraph goes on from, or None."""

    form: str
    block: int
    line_index: int
    start: int
    end: int
    owner: int | None = None


class _RepeatLine(NamedTuple):
    """What a line is by itself: where its text stands, the list entry that it is, with or without a marker,
    whether it is a heading, and its words as they are compared."""

    start: int
    end: int
    marked: ListEntry | None
    entry: ListEntry | None
    is_heading: bool
    opens: bool  # ends in a colon
    words: str


def _compared(text: str) -> str:
    words = text.rstrip(";,. ").casefold().strip()
    if "  " in words or not words.isprintable():  # white space of other kinds
        return " ".join(words.split())
    return words


def _paragraphs(lines: Sequence[_RepeatLine | None]) -> Iterator[tuple[_Stretch, str]]:
    """Lines that are no list entries, with the place where the text under their heading begins."""
    block = 0
    owner: int | None = None
    for index, line in enumerate(lines):
        if line is None:
            owner = None
        elif line.marked:
            owner = index
        elif line.is_heading:
            block, owner = index, None
        elif line.end - line.start > SHORTEST_PARAGRAPH:
            yield _Stretch("paragraph", block, index, line.start, line.end, owner), line.words


_NUMBERED_HEADING = regex(r"(?:[A-Z]\w*\s+){1,3}\d{1,2}\s*[:–—-]")


class _Level(NamedTuple):
    style: str
    begins: int
    number: int | None
    opens: bool  # the last entry ends in a colon
    words: str  # of the last entry


def _entries(read: Sequence[_RepeatLine | None]) -> Iterator[tuple[_Stretch, str]]:
    """Entries with the place where their list begins. A number that does not grow begins a new list, unless
    the entry right before has its number and its words, and so do a deeper level under each entry of the one
    above and an entry behind one that ends in a colon."""
    levels: list[_Level] = []
    for index, line in enumerate(read):
        if line is None:
            continue
        if line.entry is None:
            levels = []
            continue
        one = line.entry
        known = next((n for n, level in enumerate(levels) if level.style == one.style), None)
        last = levels[known] if known is not None else None
        opened = last is not None and last.opens and last is levels[-1]
        goes_on = last is not None and (
            _grows(last.number, one.number) or (last.number, last.words) == (one.number, line.words)
        )
        begins = last.begins if last is not None and goes_on and not opened else index
        del levels[len(levels) if known is None else known :]
        levels.append(_Level(one.style, begins, one.number, line.opens, line.words))
        form = "entry" if one.number is None else "numbered"
        yield _Stretch(form, begins, index, one.start, one.end), line.words


_STEP = regex(r"\s*\(?(?:\d{1,3}|[a-z]|[ivx]{1,4})[.)]\s")
_SENTENCE = regex(r"[^.;]+(?:[.;](?=\S)[^.;]*+)*[.;]?")
_TWICE = regex(r"\b((?-i:[A-Z])\w++(?:\s++\w++){3,9})\s+(?:or\s+(?:the\s+)?)?\1\b", re.IGNORECASE)
_WORD = regex(r"\w+")
_RESTART = regex(r"[.]\s(?P<again>[a-z]\w*+(?:\s++\w++){5})")


class _LineSentences(NamedTuple):
    """What may repeat another sentence in a line: whether it heads a block, its long sentences as they
    are compared, with start and end, the spans of words that stand twice in a row or as an alternative to
    themselves ("by the board or the board"), and of clauses that are
    begun again in small letters."""

    heads_block: bool
    long: tuple[tuple[str, int, int], ...]
    twice: tuple[tuple[int, int], ...]
    restarted: tuple[tuple[int, int], ...]


def _read_sentences(text: str, block: re.Pattern[str]) -> _LineSentences:
    short = len(text) <= LONGEST_HEADING
    heading = text if short else "".join(_NUMBERED_HEADING.findall(text[:40]))
    return _LineSentences(
        heading != "" and block.search(heading) is not None,
        tuple(_long_sentences(text)),
        tuple(each.span() for each in _TWICE.finditer(text)) if _may_stand_twice(text) else (),
        tuple(
            each.span("again")
            for each in _RESTART.finditer(text)
            if each["again"] in text[: each.start("again")]
        ),
    )


def _may_stand_twice(text: str) -> bool:
    """Whether four words in a row come again in a line, in any case."""
    words = _WORD.findall(text.lower())
    if len(words) < 8 or len(set(words)) > len(words) - 4:
        return False
    fours = list(zip(words, words[1:], words[2:], words[3:], strict=False))
    return len(set(fours)) < len(fours)


def _long_sentences(text: str) -> Iterator[tuple[str, int, int]]:
    if len(text) < SHORTEST_SENTENCE or _STEP.match(text):
        return
    for found in _SENTENCE.finditer(text):
        sentence = found.group().strip()
        if len(sentence) >= SHORTEST_SENTENCE:
            start = found.end() - len(found.group().lstrip())
            yield _compared(sentence), start, start + len(sentence)


def _doubled(by_line: Sequence[_LineSentences]) -> list[Repeat]:
    """Words that stand twice in a row, and a clause that is begun again in small letters."""
    found = [(index, span) for index, line in enumerate(by_line) for span in line.twice]
    found += [(index, span) for index, line in enumerate(by_line) for span in line.restarted]
    return [Repeat("doubled", index, start, end, index, index) for index, (start, end) in found]


def _sentences(by_line: Sequence[_LineSentences], lines: Sequence[str]) -> list[Repeat]:
    """Long sentences that stand twice in a section, unless the heading of a processor or of a purpose
    stands between: such blocks repeat each other on purpose. Steps may come back, and so may what opens a
    list. Where the whole lines are one paragraph but for a few words, they are a `passage`; several sentences
    that come back in one line are a `stretch`."""
    seen: dict[str, list[tuple[int, int, int, int]]] = {}  # block, line, start, end
    block = 0
    for index, line in enumerate(by_line):
        block += line.heads_block
        for words, start, end in line.long:
            seen.setdefault(words, []).append((block, index, start, end))
    again = [
        (words, places)
        for words, places in seen.items()
        if len(places) > 1 and not words.endswith(":")
        if len({each[1] for each in places}) > 1 and len({each[0] for each in places}) == 1
    ]
    # How many sentences come back in a line.
    often = Counter(line for _, places in again for line in {each[1] for each in places[1:]})

    def form_of(places: list[tuple[int, int, int, int]]) -> str:
        if _are_one_paragraph([(lines[line], start, end) for _, line, start, end in places]):
            return "passage"
        return "stretch" if any(often[each[1]] > 1 for each in places[1:]) else "sentence"

    return [
        Repeat(form, index, start, end, places[0][1], places[0][1])
        for _, places in again
        for form in (form_of(places),)
        for _, index, start, end in places
    ]


# What has been and what was is told anew, in whatever words.
_PAST = frozenset({"has", "have", "had", "was", "were", "been", "did"})


def _runs(words: Sequence[str]) -> list[tuple[str, ...]]:
    return [tuple(words[at : at + RUN]) for at in range(len(words) - RUN + 1)]


@lru_cache(maxsize=64)
def echoes_in(lines: tuple[str, ...], others: tuple[str, ...]) -> tuple[Repeat, ...]:
    """Long sentences of the present or the future that another section has too, but for words put in or
    written out: most of their words in a row stand there."""
    found: list[Repeat] = []
    known: set[tuple[str, ...]] = set()
    for index, text in enumerate(lines):
        for sentence in _SENTENCE.finditer(text) if len(text) >= SHORTEST_SENTENCE else ():
            words = _WORD.findall(sentence.group().lower())
            if len(words) < SHORTEST_ECHO or not _PAST.isdisjoint(words):
                continue
            known = known or {run for other in others for run in _runs(_WORD.findall(other.lower()))}
            runs = _runs(words)
            if ECHOED * len(runs) <= sum(run in known for run in runs) < len(runs):
                start = sentence.end() - len(sentence.group().lstrip())
                found.append(Repeat("echo", index, start, sentence.end(), index, index))
    return tuple(found)


def _are_one_paragraph(places: Sequence[tuple[str, int, int]]) -> bool:
    """Whether lines are one paragraph that is no entry of a list: equal, or begun alike and with much the
    same words around the sentence that they share, which is given with its start and end. What is said of
    each supplier in turn begins with another name."""
    if entry(places[0][0]):
        return False
    if len({_compared(text) for text, _, _ in places}) == 1:
        return True
    rests = [_WORD.findall(f"{text[:start]} {text[end:]}".lower()) for text, start, end in places]
    runs = [set(_runs(words)) for words in rests]
    longest = max(runs, key=len)
    return (
        min(map(len, rests)) >= SHORTEST_ECHO
        and len({tuple(words[:RUN]) for words in rests}) == 1
        and all(ECHOED * len(longest) <= len(longest & others) for others in runs)
    )


def _bullets(read: Sequence[_RepeatLine | None], by_line: Sequence[_LineSentences]) -> list[Repeat]:
    """Long entries without a number that come back in the next list, unless the heading of a processor or
    of a purpose stands between."""
    seen: dict[str, list[tuple[int, int, _RepeatLine]]] = {}  # block, line
    block = 0
    for index, line in enumerate(read):
        block += by_line[index].heads_block
        if line and line.marked and line.marked.number is None and len(line.words) >= SHORTEST_BULLET:
            seen.setdefault(line.words, []).append((block, index, line))
    return [
        Repeat("elsewhere", index, line.marked.start, line.end, places[0][1], places[0][1])
        for places in seen.values()
        if len(places) > 1 and len({each[0] for each in places}) == 1
        for _, index, line in places
        if line.marked and places[-1][1] - places[0][1] <= NEAR
    ]


def _cut_off(read: Sequence[_RepeatLine | None], lines: Sequence[str]) -> list[Repeat]:
    """Entries that end a list without a full stop, where another one goes on and is not the last, with that
    longer one before them."""
    seen: dict[str, list[tuple[int, ListEntry, _RepeatLine]]] = {}
    for index, line in enumerate(read):
        if line and line.marked and len(line.words) >= SHORTEST_CUT:
            seen.setdefault(line.words[:SHORTEST_CUT], []).append((index, line.marked, line))
    found: list[Repeat] = []
    for places in seen.values():
        longest, marked, whole = max(places, key=lambda each: len(each[2].words))
        if len(places) == 1 or lines[longest][whole.end - 1] not in ";,":
            continue
        for at, one, line in places:
            rest = whole.words[len(line.words) :]
            goes_on = len(rest) >= LEFT_OUT and rest[0] == " " and whole.words.startswith(line.words)
            if goes_on and lines[at][line.end - 1].isalnum() and _is_last(read, at):
                found.append(Repeat("cut", longest, marked.start, whole.end, longest, at))
                found.append(Repeat("cut", at, one.start, line.end, longest, at))
    return found


def _is_last(read: Sequence[_RepeatLine | None], at: int) -> bool:
    """Whether a line ends its list: no entry follows, and no line that it may go on in."""
    behind = read[at + 1] if at + 1 < len(read) else None
    return behind is None or behind.is_heading


def _in_order(found: list[Repeat]) -> tuple[Repeat, ...]:
    return tuple(sorted(found, key=lambda repeat: (repeat.line_index, repeat.start)))


def _grows(before: int | None, number: int | None) -> bool:
    return before is None or number is None or number > before


class Repeats:
    """What a section says twice."""

    def __init__(self, vocabularies: Vocabularies) -> None:
        self._layout = vocabularies.vocabulary("layout")
        self._name_alone = vocabularies.derived(Lists).name_alone
        self._says = vocabularies.derived(Reading).lines
        self._lines = BoundedMemo(self._read)
        self._compared = BoundedMemo(self._words)
        block = regex(self._layout["parallel_blocks"], re.IGNORECASE)
        self._sentences = BoundedMemo(partial(_read_sentences, block=block))

    def _read(self, text: str) -> _RepeatLine | None:
        """None when the line is blank."""
        start, end = len(text) - len(text.lstrip()), len(text.rstrip())
        if start >= end:
            return None
        marked = entry(text)
        one = marked or (self._name_alone(text) if self._says[text] else None)
        words = text[one.start : one.end] if one else text
        is_heading = not marked and self._is_heading(text.strip())
        return _RepeatLine(start, end, marked, one, is_heading, text[end - 1] == ":", _compared(words))

    def _words(self, text: str) -> str | None:
        """The words of a line as they are compared, at once where it has no marker and names nobody."""
        if text[:1].isupper() and not self._says[text]:
            return _compared(text)
        line = self._lines[text]
        return line.words if line else None

    @cached_method(REMEMBERED)
    def repeats_in(self, lines: tuple[str, ...]) -> tuple[Repeat, ...]:
        """Every stretch of a section that stands twice, in the order of the lines; the first of each too."""
        by_line = [self._sentences[text] for text in lines]
        sentences = [*_sentences(by_line, lines), *_doubled(by_line)]
        filled = list(filter(None, map(self._compared.__getitem__, lines)))
        # Most sections say nothing twice, and no two lines of theirs begin alike.
        if len({words[:SHORTEST_CUT] for words in filled}) == len(filled):
            return _in_order(sentences)
        read = [self._lines[text] for text in lines]
        cut = _cut_off(read, lines)
        seen: dict[tuple[str, int, str], list[_Stretch]] = {}
        for one, words in (*_paragraphs(read), *_entries(read)):
            seen.setdefault((one.form, one.block, words), []).append(one)
        found: list[Repeat] = []
        for first, *more in seen.values():
            again = [one for one in more if None in {one.owner, first.owner} or one.owner == first.owner]
            found += [
                Repeat(one.form, one.line_index, one.start, one.end, first.line_index, one.block)
                for one in ((first, *again) if again else ())
            ]
        in_one_list = {repeat.line_index for repeat in found}
        found += [each for each in _bullets(read, by_line) if each.line_index not in in_one_list]
        found += cut
        found_places = {(repeat.line_index, repeat.first) for repeat in found}
        found += [each for each in sentences if (each.line_index, each.first) not in found_places]
        return _in_order(found)

    def _is_heading(self, text: str) -> bool:
        """A short line that is no sentence, or one that opens like "Purpose 2:". The label of a section,
        printed again inside it, begins nothing."""
        if _NUMBERED_HEADING.match(text):
            return True
        if len(text) > LONGEST_HEADING or text[-1] in ".;,":
            return False
        return fold_text(text.rstrip(": ")) not in self._inner_labels

    @cached_property
    def _inner_labels(self) -> frozenset[str]:
        return frozenset(fold_text(label) for label in self._layout["inner_labels"])

"""Lines that were wrapped: how wide they are, and which of them are one."""

from __future__ import annotations

from collections.abc import Iterator
from unicodedata import east_asian_width

from dslint.regexes import regex
from dslint.tokenizer.lexicon import Lexicon, fold_label
from dslint.tokenizer.lines import Kind, shape_of
from dslint.tokenizer.restoring.characters import Piece
from dslint.tokenizer.restoring.physical import MARK_ALONE, PhysicalLine
from dslint.tuples import NamedTuple

LONGEST_WRAPPED = 200  # code points; no tool wraps text wider than that
NARROWEST = 40  # and none narrower


class _Width(NamedTuple):
    """`columns` is the longest line; for a print, whose letters differ in width, the usual one."""

    columns: int
    exact: bool


_ENDS = (".", ":", ";", "?", "!", ".)", ".”", ".'")
_MARKS_AT_AN_END = (".", ";", "?", "!", ".)", ".”", ".'", ",")
_MID_SENTENCE = regex(r"[a-z]")


def wrap_width(work: list[PhysicalLine], pieces: list[Piece], words: Lexicon) -> _Width | None:
    """Where the lines were broken, or None. Wrapped text goes on in the middle of sentences, and only
    behind lines that hold no further word."""
    lengths = [len(line.text.rstrip()) for line in work]
    printed = any(line.new_page for line in work)
    unbroken = sum(length for length in lengths if length > LONGEST_WRAPPED)
    if not printed and unbroken > _UNBROKEN * sum(lengths):
        return None
    breaks = [
        (lengths[at], _needed(work[at], work[at + 1]))
        for at in range(len(pieces) - 1)
        if not work[at + 1].new_page
        and (_goes_on(pieces[at].text, pieces[at + 1].text, words) or _value_goes_on(work, pieces, at, words))
    ]
    # An address that no tool breaks may be longer than the lines are wide.
    widest = sorted((length for length, _ in breaks if length <= LONGEST_WRAPPED), reverse=True)
    longest = widest[len(widest) // 30] if widest else 0
    if longest < NARROWEST:
        return None
    exact = sum(needed > longest for _, needed in breaks)
    # A header whose value goes on is evidence enough: nothing else stands between its labels.
    sure = any(_value_goes_on(work, pieces, at, words) for at in range(len(pieces) - 1))
    if not printed and exact >= (1 if sure else 2) and exact >= 0.9 * len(breaks):
        return _Width(longest, True)
    if len(breaks) < (1 if printed else 3):
        return None
    from statistics import median  # loads much, and few pages are wrapped

    # Entries of a list without marks look like lines that go on, but they are short.
    long = [length for length, _ in breaks if _FULL_IN_HEADER * longest <= length <= LONGEST_WRAPPED]
    among = long if printed else [length for length, _ in breaks]
    usual = int(median(among)) if among else 0
    full = sum(_FULL * usual <= length <= usual / _FULL for length in among)
    enough = len(long) >= 0.5 * len(breaks) or sure if printed else full >= 0.8 * len(breaks)
    return _Width(usual, False) if usual >= NARROWEST and enough else None


_UNBROKEN = 0.05  # of a text, in lines too long to be wrapped: a converter may lose the end of a line
_FULL = 0.8  # of the usual line, for a line of a print that holds no further word
_FULL_IN_HEADER = 0.6


def _goes_on(text: str, following: str, words: Lexicon) -> bool:
    """Whether a sentence surely goes on from one line to the next."""
    return (
        bool(text)
        and not text.endswith((*_ENDS, ","))
        and _MID_SENTENCE.match(following.lstrip()) is not None
        and words.scan(following.strip()).kind is Kind.TEXT
    )


def _value_goes_on(work: list[PhysicalLine], pieces: list[Piece], at: int, words: Lexicon) -> bool:
    """Whether a line of a header has a value that the next line ends, before the next label of a header.

    Prose may follow "Purposes", and a remark any field; neither is a value that goes on.
    """
    text, following = pieces[at].text.strip(), pieces[at + 1].text.strip()
    line = words.scan(text)
    if not line.is_header or line.key == "purposes" or not following or len(text) < NARROWEST:
        return False
    if words.scan(following).kind is not Kind.TEXT and not following.startswith("("):
        return False
    behind = (words.scan(piece.text.strip()) for piece in pieces[at + 2 : at + 12])
    label = next((each for each in behind if each.kind in (Kind.LABEL, Kind.HEADING)), None)
    if label is None or not label.is_header:
        return False
    return not _is_remark(following, words) and not _LIKE_A_LABEL.match(following)


_LIKE_A_LABEL = regex(r"[A-Z][\w/&’'() -]{0,60}:")


def _is_remark(text: str, words: Lexicon) -> bool:
    return any(note.search(text) for note in words.header_notes)


def _width(text: str) -> int:
    """How many columns a terminal shows a text in."""
    if text.isascii():
        return len(text)
    return sum(2 if east_asian_width(each) in "WF" else 1 for each in text)


_SHORT = 8  # code points, with the dash: the end of a name such as "ICB - 07X"
_MARK = regex(r"[-–—+*#]|\d+[.)]")


def _needed(line: PhysicalLine, following: PhysicalLine) -> int:
    """How wide a line would be with the next word; some tools count bytes for columns."""
    words = following.shown.split(None, 2)
    # Some tools begin no line with what looks like a mark of a list.
    taken = words[:2] if len(words) > 1 and _MARK.fullmatch(words[1]) else words[:1]
    joined = " ".join([line.text.rstrip(), *taken])
    mark = following.mark if len(taken) == len(words) else 0
    return max(_width(joined), len(joined.encode("utf-8", "replace"))) + mark


def runs(
    work: list[PhysicalLine], pieces: list[Piece], width: _Width | None, words: Lexicon
) -> Iterator[list[int]]:
    """The indexes of lines that are one, in order."""
    run: list[int] = []
    for at, piece in enumerate(pieces):
        if run and (
            _ends_heading(pieces[run[-1]].text, piece.text)
            or _closes_bracket(pieces[run[-1]].text.strip(), piece.text, words)
            or (width and _belongs(work, pieces, run, at, width, words))
        ):
            run.append(at)
            continue
        if run:
            yield run
        run = [at]
        if not piece.text.strip():
            yield run
            run = []
    if run:
        yield run


def _belongs(
    work: list[PhysicalLine], pieces: list[Piece], run: list[int], at: int, width: _Width, words: Lexicon
) -> bool:
    """Whether a line goes on with the line that is being put together."""
    before, text = pieces[run[-1]].text, pieces[at].text.strip()
    if not text or not before or work[run[-1]].mark:
        return False
    if len(run) == 1 and MARK_ALONE.fullmatch(before):
        return not MARK_ALONE.fullmatch(text)
    opened, line = words.scan(pieces[run[0]].text.strip()), words.scan(text)
    if opened.kind is Kind.HEADING or (opened.is_header and _is_remark(text, words)):
        return False
    if fold_label(text) in words.header_headings:
        return False
    length = len(work[run[-1]].text.rstrip())
    exactly = _needed(work[run[-1]], work[at]) > width.columns
    # In a header only a label follows a value, and capitals take more room than other letters.
    is_text = line.kind is Kind.TEXT or (line.label in ("-", "–", "—") and len(text) <= _SHORT)
    full = _FULL_IN_HEADER if opened.is_header and is_text else _FULL
    if not (exactly if width.exact else length >= full * width.columns):
        return len(run) == 1 and not width.exact and _value_goes_on(work, pieces, run[-1], words)
    ended = before.endswith(_ENDS)
    if ended and line.kind is Kind.TEXT and _begins_heading(work, pieces, at, width):
        return False
    if line.kind is Kind.LABEL:
        # A word of prose with a colon, at the beginning of a line by chance.
        if opened.is_header:
            return width.exact and line.group == "narrative" and line.start < line.end
        return width.exact and not ended and text[0].islower()
    if line.kind is Kind.ITEM:
        if opened.is_header:
            return not ended
        return line.label in ("-", "–", "—") and not ended and exactly and opened.kind is not Kind.ITEM
    if line.kind is Kind.HEADING:
        return opened.kind is Kind.TEXT and not ended and not _WHOLE_HEADING.match(text)
    if _is_next_letter(pieces, run, text):
        return False
    if opened.is_header or not ended:
        return True
    # A heading may follow a full line by chance.
    if _is_alone(work, pieces, at, width):
        return False
    if width.exact:
        behind = next((p.text.strip() for p in pieces[at + 1 :] if p.text.strip()), "")
        return not (words.scan(behind).is_header and " — " in text)
    # A paragraph of a print may end with a long line, or with its page.
    return not text[0].isupper() or (exactly and not work[at].new_page)


def unsure_ends(
    work: list[PhysicalLine], pieces: list[Piece], together: list[list[int]], words: Lexicon
) -> int:
    """How many lines that were joined may end a paragraph: a sentence ends with the line. Nothing is unsure
    where blank lines stand between paragraphs, or marks end them."""
    if any(line.mark for line in work):
        return 0
    labels = [at for at in range(1, len(work)) if words.scan(pieces[at].text.strip()).kind is Kind.LABEL]
    if 2 * sum(work[at - 1].blank for at in labels) > len(labels):
        return 0
    joined = [at for run in together for at in run[1:]]
    return sum(
        pieces[at - 1].text.endswith((".", "!", "?")) and pieces[at].text.lstrip()[:1].isupper()
        for at in joined
    )


_WHOLE_HEADING = regex(r"Project \d{1,4} [—–-]")
_LETTERED = regex(r"\(?([a-z])[.)]\s+\S")


def _is_next_letter(pieces: list[Piece], run: list[int], text: str) -> bool:
    """Whether a line is the first of the entries a), b), c), or the next one."""
    found = _LETTERED.match(text)
    if found is None:
        return False
    if found[1] == "a" or (found[1] == "i" and pieces[run[-1]].text.rstrip().endswith(":")):
        return pieces[run[-1]].text.endswith(_ENDS)
    opened = _LETTERED.match(pieces[run[0]].text.strip())
    return opened is not None and ord(found[1]) == ord(opened[1]) + 1


def _is_alone(work: list[PhysicalLine], pieces: list[Piece], at: int, width: _Width) -> bool:
    """Whether a line is no end of a paragraph: it has room for the next word, and no mark at its end."""
    text = pieces[at].text.strip()
    if not text[0].isupper() or text.endswith(_MARKS_AT_AN_END):
        return False
    if at + 1 == len(work) or work[at + 1].blank:
        return len(work[at].text.rstrip()) < _FULL * width.columns
    return _needed(work[at], work[at + 1]) <= width.columns


_MOST_LINES_OF_HEADING = 6


def _begins_heading(work: list[PhysicalLine], pieces: list[Piece], at: int, width: _Width) -> bool:
    """Whether a line and those that it goes on with end in the reference of a record."""
    for index in range(at, min(at + _MOST_LINES_OF_HEADING, len(pieces) - 1)):
        text, following = pieces[index].text, pieces[index + 1].text
        if _ends_heading(text, following):
            return True
        if not text.strip() or not following.strip():
            return False
        if _needed(work[index], work[index + 1]) <= width.columns or text.endswith(_ENDS):
            return False
        if shape_of(following.strip()).kind is Kind.HEADING:
            return True
    return False


def _ends_heading(before: str, text: str) -> bool:
    """Whether a line has the reference, or the rest of it, that the heading above it lacks. Headings are
    printed larger, so their lines hold less."""
    if before.rstrip().endswith("—"):
        return _REFERENCE_ALONE.fullmatch(text.strip()) is not None
    if _DASH_AT_END.search(before):
        return " — " in text and shape_of(text.strip()).kind is Kind.HEADING
    return bool(_REFERENCE_BROKEN.search(before) and _REST_OF_REFERENCE.fullmatch(text.strip()))


def _closes_bracket(before: str, text: str, words: Lexicon) -> bool:
    """Whether a line ends the remark in brackets that a value of a header, or the count of files, began."""
    if before.count("(") <= before.count(")") or text.count(")") <= text.count("("):
        return False
    if words.scan(text.strip()).kind is not Kind.TEXT:
        return False
    return words.scan(before).is_header or words.unsafe_count.search(before) is not None


_DASH_AT_END = regex(r"\w [–-]\s*\Z")
_REFERENCE_ALONE = regex(r"(?:DARS-)?NIC-\d+-[A-Z0-9]{5}(?:-v\d+(?:\.\d++)*+)?")
_REFERENCE_BROKEN = regex(r"— (?:DARS-|(?:DARS-)?NIC-(?:\d+-)?)\Z")
_REST_OF_REFERENCE = regex(r"(?:(?:NIC-)?\d+-)?[A-Z0-9]{5}(?:-v\d+(?:\.\d++)*+)?")
_HYPHEN = regex(r"\w-\Z")
_PROVISION = regex(r"\bs ?\d+[A-Z]?(?:\(\w{1,4}\))*\Z")
_POINT = regex(r"\(\w{1,4}\)")


def within_a_word(before: str, following: str) -> bool:
    """Whether a line was broken where no space was: after a hyphen, before a slash, within "s261(2)(a)"."""
    if _HYPHEN.search(before):
        return following[:1].isalnum()
    return following.startswith("/") or bool(_PROVISION.search(before) and _POINT.match(following))

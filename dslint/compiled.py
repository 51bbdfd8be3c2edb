"""The compiled form of the built-in rules and vocabularies.

They are YAML. Reading them at each start would cost more than checking a page, so their parsed form is kept
in the cache folder of the user, under a name made from the contents of every source file: a changed source
has another name, so the compiled form cannot be stale. To read the sources for that name takes long, too.
So it is remembered by what the system says of the files: their sizes, and when each was last written.
"""

from __future__ import annotations

import os
import re
import sys
import time
from functools import lru_cache, partial
from typing import Any, TypeAlias

from dslint import cache, folders, regex_tree
from dslint.digests import blake2b
from dslint.patterns import FLAGS, Alternative, Pattern
from dslint.patterns.alternatives import alternatives_of
from dslint.regex_tree import MADE_BY, Packed, pack
from dslint.tuples import NamedTuple
from dslint.version import __version__

_STATES = "0" * 32  # the name under which digests are kept by the states of the files
_MOST_STATES = 16  # each of another place where dslint is
_SETTLED = 3_000_000_000  # nanoseconds; no file system has coarser times
_EXAMPLES = "examples"
DIALECTS = "dialects"  # the vocabulary of which each row is a file of its own, in the folder of that name


def digest() -> str:
    """Of the contents of all built-in rules and vocabularies, and of what they are compiled with."""
    return _compiled()[0]


@lru_cache(maxsize=1)
def _compiled() -> tuple[str, dict[str, Any]]:
    """The digest of all sources, and what they come to."""
    sources = _sources()
    state, is_settled = _state(sources)
    if name := _remembered().get(state):
        kept = cache.load(name)
        if _is_compiled(kept, sources):
            return name, kept
    contents = {source: _content(source.path) for source in sources}
    digest = _made_by()
    for path, content in [
        *((path, _content(path)) for path in _made_with()),
        *((source.path, content) for source, content in contents.items()),
    ]:
        digest.update(f"\0{os.path.basename(path)}\0{len(content)}\0".encode())
        digest.update(content)
    name = digest.hexdigest()
    if is_settled and cache.place():
        known = {each: of for each, of in _remembered().items() if each != state}
        cache.keep(_STATES, dict([*known.items(), (state, name)][-_MOST_STATES:]), cache.STATES)
    kept = cache.load(name)
    if _is_compiled(kept, sources):
        return name, kept
    compiled = _compile(contents)
    if cache.place():
        cache.keep(name, compiled)
        cache.keep(name, _codes(compiled["patterns"]), cache.CODES)
    return name, compiled


def _made_by() -> Any:
    return blake2b(f"{__version__} {sys.version_info[:2]} {MADE_BY}".encode(), digest_size=16)


def _state(sources: list[_Source]) -> tuple[str, bool]:
    """A digest of what the system says of all files, and whether none was written so lately that it may be
    written again and look the same."""
    digest, last = _made_by(), 0
    for path in (*_made_with(), *(source.path for source in sources)):
        found = os.stat(path)
        times = found.st_mtime_ns, found.st_ctime_ns
        last = max(last, *times)
        digest.update(f"\0{path} {found.st_size} {times} {found.st_ino}".encode(errors="surrogateescape"))
    return digest.hexdigest(), time.time_ns() - last > _SETTLED


def _remembered() -> dict[str, str]:
    """The digests of the sources that were read, by the states of their files."""
    kept = cache.load(_STATES, cache.STATES)
    is_sound = isinstance(kept, dict) and all(isinstance(each, str) for row in kept.items() for each in row)
    return kept if is_sound else {}


class _Source(NamedTuple):
    """A file of rules or words. Its `name` is that of a vocabulary, or a rule's file below the folder of the
    rules."""

    kind: str  # vocabulary | dialect | rule
    name: str
    path: str


def _sources() -> list[_Source]:
    dialects = os.path.join(folders.VOCABULARY, DIALECTS)
    return [
        *(_Source("vocabulary", _stem(path), path) for path in folders.files_in(folders.VOCABULARY, ".yaml")),
        *(_Source("dialect", _stem(path), path) for path in folders.files_in(dialects, ".yaml")),
        *(_Source("rule", "/".join(path.split(os.sep)[-2:]), path) for path in folders.rule_files()),
    ]


def _stem(path: str) -> str:
    return os.path.splitext(os.path.basename(path))[0]


def _made_with() -> list[str]:
    """The files that the compiled form is made with."""
    patterns = folders.files_in(os.path.join(folders.PACKAGE, "patterns"), ".py", ".txt")
    return [__file__, folders.__file__, regex_tree.__file__, *patterns]


def _content(path: str) -> bytes:
    with open(path, "rb") as file:
        return file.read()


def _is_compiled(kept: Any, sources: list[_Source]) -> bool:
    """Whether data have the shape of the compiled form of these sources, with nothing left out."""
    if not isinstance(kept, dict) or kept.keys() != {"vocabulary", "rules", "patterns"}:
        return False
    words, rules, patterns = kept["vocabulary"], kept["rules"], kept["patterns"]
    if not (isinstance(words, dict) and isinstance(rules, list) and isinstance(patterns, dict)):
        return False
    if not all(isinstance(rule, dict) and isinstance(rule.get("rule"), dict) for rule in rules):
        return False
    if not all(isinstance(packed, bytes) for packed in patterns.values()):
        return False
    names = {each.name for each in sources if each.kind == "vocabulary"} | {DIALECTS}
    rule_sources = [each.name for each in sources if each.kind == "rule"]
    return words.keys() == names and [rule.get("source") for rule in rules] == rule_sources


def _compile(contents: dict[_Source, bytes]) -> dict[str, Any]:
    from dslint.patterns.named import use_names

    parsed = {source: _parsed(source.path, content) for source, content in contents.items()}
    words = {source.name: data for source, data in parsed.items() if source.kind == "vocabulary"}
    named = words.get("patterns", {})
    for name, table in named.pop("from_tables", {}).items():
        named["patterns"][name] = _any_row(words[table["vocabulary"]][table["list"]], table["without"])
    groups = [named.get(key, {}) for key in ("patterns", "sections", "collections")]
    for source, data in parsed.items():
        if source.kind != "vocabulary" and isinstance(data, dict):
            use_names(data, *groups)
    dialects = [data for source, data in parsed.items() if source.kind == "dialect"]
    rules = [
        {"source": source.name, "rule": {key: data[key] for key in data if key != _EXAMPLES}}
        for source, data in parsed.items()
        if source.kind == "rule"
    ]
    patterns = _patterns(list(parsed.values()))
    return {
        "vocabulary": {**words, DIALECTS: {"values": dialects}},
        "rules": rules,
        "patterns": {source: cache.packed(alternatives) for source, alternatives in patterns.items()},
    }


def _parsed(path: str, content: bytes) -> Any:
    """What a source says, as JSON would."""
    import json

    import yaml

    try:
        data = yaml.load(content, getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.YAMLError as error:
        raise ValueError(f"{path}: is not YAML: {error}") from None
    # YAML dates stay the ISO dates they are printed as.
    return with_macros(json.loads(json.dumps(data, default=str)))


def _any_row(rows: list[dict[str, Any]], without: str) -> str:
    """What any row of a table matches, in its own case, save the rows that have a key."""
    return cased("|".join(row["match"] for row in rows if without not in row))


def with_macros(data: Any) -> Any:
    """A vocabulary with each `{name}` replaced by what its `macros` say; they may use earlier ones."""
    if not isinstance(data, dict) or "macros" not in data:
        return data
    macros: dict[str, str] = {}
    for name, pattern in data["macros"].items():
        macros[name] = _replaced(pattern, macros)
    return {key: _replaced(value, macros) for key, value in data.items() if key != "macros"}


def _replaced(node: Any, macros: dict[str, str]) -> Any:
    if isinstance(node, str):
        return re.sub(r"\{([a-z][a-z0-9_]*)\}", lambda found: macros.get(found[1], found[0]), node)
    if isinstance(node, list):
        return [_replaced(value, macros) for value in node]
    return {key: _replaced(value, macros) for key, value in node.items()} if isinstance(node, dict) else node


# The keys of rules and vocabularies under which patterns stand, one or a list.
_PATTERN_KEYS = {
    "abbreviations", "banned", "before", "behind", "city", "conditional", "heading", "introduced", "limit",
    "linked", "match", "mention", "negative", "no_access", "no_match", "prefix", "sentence_has",
    "sentence_lacks", "suffix",
}  # fmt: skip

_CASED_KEYS = {"abbreviations", "prefix", "suffix"}  # the same, where case counts
_FRAME_KEYS = {"limit"}  # the same, where {area} stands for names


def with_any_area(pattern: str) -> str:
    """A pattern that matches what `{area}` stands in, whatever the name."""
    return pattern.replace("{area}", r"\S")


def cased(pattern: str) -> str:
    """A pattern whose case counts, although patterns are compiled without."""
    return f"(?-i:{pattern})"


def _patterns(sources: list[Any]) -> dict[str, Any]:
    """For each pattern of rules and vocabularies, its alternatives with the texts that each needs."""
    found: dict[str, Any] = {}

    def walk(node: Any, key: str | None = None) -> None:
        if isinstance(node, dict):
            for inner, value in node.items():
                walk(value, inner)
        elif isinstance(node, list):
            for value in node:
                walk(value, key)
        elif isinstance(node, str) and key in _PATTERN_KEYS:
            source = cased(node) if key in _CASED_KEYS else node
            source = with_any_area(source) if key in _FRAME_KEYS else source
            found[source] = [[*one] for one in alternatives_of(source, trusted=True)]

    walk(sources)
    return found


def _codes(patterns: dict[str, bytes]) -> dict[str, Packed]:
    """The compiled alternatives of some patterns, by their sources."""
    known = map(cache.unpacked, patterns.values())
    return {source: pack(source, FLAGS) for alternatives in known for source, *_ in alternatives}


def vocabulary(name: str) -> Any:
    """A built-in vocabulary by its file name without the suffix."""
    return _compiled()[1]["vocabulary"][name]


def builtin_rules() -> list[dict[str, Any]]:
    """The built-in rules: `source` is the file under rules/, `rule` its parsed contents without the
    examples."""
    rules: list[dict[str, Any]] = _compiled()[1]["rules"]
    return rules


def examples(source: str) -> dict[str, Any]:
    """The examples of a built-in rule, read from its file: they are half of what is in it, and no check
    needs them."""
    path = os.path.join(folders.RULES, *source.split("/"))
    found: dict[str, Any] = _parsed(path, _content(path))[_EXAMPLES]
    return found


_Alternatives: TypeAlias = "list[tuple[str, list[list[str]]]]"


def pattern_alternatives() -> dict[str, _Alternatives]:
    """Of each built-in pattern the alternatives, with the clauses of texts that a match of one holds."""
    return {source: cache.unpacked(known) for source, known in _compiled()[1]["patterns"].items()}


@lru_cache(maxsize=1)
def codes() -> dict[str, Packed]:
    """The compiled alternatives of the built-in patterns, by their sources; none where nothing is kept."""
    kept = cache.load(digest(), cache.CODES)
    return kept if isinstance(kept, dict) else {}


def builtin(source: str) -> Pattern:
    """A pattern of the built-in rules or vocabularies. What is known of it is kept with them."""
    known = _compiled()[1]["patterns"].get(source)
    return Pattern(source, partial(_alternatives, known) if known else None, trusted=True, kept=codes)


def _alternatives(known: bytes) -> list[Alternative]:
    return [Alternative(*one) for one in cache.unpacked(known)]

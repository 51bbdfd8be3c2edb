"""The pages of docs/ that are made from rules, schemas and vocabularies.

`python -m dslint.docs` writes them; a test keeps them in step.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dslint import resources
from dslint.engine.load import RuleChoice
from dslint.engine.rule import Rule
from dslint.engine.select import STRICT
from dslint.facts.catalogue import COLLECTIONS, DATES, FIELDS, SECTIONS, TEXT_SECTIONS, attributes
from dslint.reporters.formats import FORMATS
from dslint.reporters.rule_text import explain, severities

START, END = "<!-- made by python -m dslint.docs -->", "<!-- end -->"
LANGUAGE = "rule-language.md"
FORMATS_PAGE = "formats.md"


def pages(folder: Path) -> dict[Path, str]:
    """Every generated page with its text; what is written around the tables of a page is kept."""
    rules = RuleChoice(profile=STRICT).load().rules
    made = {folder / "rules" / f"{rule.id}.md": explain(rule) for rule in rules}
    made[folder / "rules" / "index.md"] = "\n".join(_index(rules)) + "\n"
    for name, lines in ((LANGUAGE, _tables()), (FORMATS_PAGE, _formats())):
        before, rest = (folder / name).read_text("utf-8").split(START)
        made[folder / name] = before + START + "\n\n" + "\n".join(lines) + "\n" + END + rest.split(END)[1]
    return made


def _index(rules: list[Rule]) -> Iterator[str]:
    yield "# Rules"
    for group in dict.fromkeys(sorted(rule.group for rule in rules)):
        yield f"\n## {group}\n"
        yield "| rule | severity | what it looks for |"
        yield "|---|---|---|"
        for rule in rules:
            if rule.group == group:
                yield f"| [{rule.id}]({rule.id}.md) {rule.name} | {severities(rule)} | {rule.summary} |"


def _formats() -> Iterator[str]:
    yield "| format | what it is for | options it heeds |"
    yield "|---|---|---|"
    for each in FORMATS.values():
        options = ", ".join(f"`--{name.replace('_', '-')}`" for name in sorted(each.options))
        yield f"| `{each.name}` | {each.description} | {options} |"
    yield ""


def _tables() -> Iterator[str]:
    yield "### Operators\n"
    yield "| operator | holds when |"
    yield "|---|---|"
    definitions: dict[str, Any] = resources.schema("rule")["$defs"]
    for operator in definitions["condition"]["properties"]:
        yield f"| `{operator}` | {definitions[operator]['description']} |"
    yield "\n### Collections\n"
    yield "Every item has `text`, as printed.\n"
    for collection, own in COLLECTIONS.items():
        yield f"- `{collection}`" + (":" if own else "")
        known = attributes(collection)
        for attribute in own:
            words = known[attribute]
            yield f"    - `{attribute}`" + (f": {', '.join(words)}" if words else "")
    yield "\n### Names\n"
    for title, names in (
        ("Header fields", FIELDS),
        ("Sections", SECTIONS),
        ("Sections that `text` looks in", TEXT_SECTIONS),
        ("Dates", DATES),
        ("Dates of law and policy", resources.vocabulary("timeline")["dates"]),
        ("Authorities", resources.vocabulary("authorities")["authorities"]),
    ):
        yield f"{title}: {', '.join(f'`{name}`' for name in names)}.\n"

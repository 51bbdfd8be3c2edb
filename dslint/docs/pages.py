"""The pages of docs/ that are made from rules, schemas and vocabularies.

`python -m dslint.docs` writes them; a test keeps them in step.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from dslint import compiled, resources
from dslint.cli.options import PROFILES
from dslint.docs.rule_page import rule_page
from dslint.engine.load import RuleChoice
from dslint.engine.operators.operator import Operator
from dslint.engine.operators.registry import OPERATORS
from dslint.engine.rule import Rule
from dslint.engine.select import DEFAULT, STRICT, is_in
from dslint.facts.catalogue import COLLECTIONS, DATES, FIELDS, SECTIONS, TEXT_SECTIONS, attributes
from dslint.fields import ENTRIES, HEADER, Entries, Part
from dslint.reporters.formats import FORMATS
from dslint.reporters.rule_text import certainties, severities
from dslint.vocabularies import BUILT_IN

START, END = "<!-- made by python -m dslint.docs -->", "<!-- end -->"
OPERATORS_START = "<!-- made from the modules of operators -->"
LANGUAGE = "rule-language.md"
FORMATS_PAGE = "formats.md"
STANDARDS_PAGE = "standards.md"


def pages(folder: Path) -> dict[Path, str]:
    """Every generated page with its text; what is written around the tables of a page is kept."""
    loaded = RuleChoice(profile=STRICT).load()
    made = {
        folder / "rules" / f"{rule.id}.md": rule_page(rule, loaded.scanner, _profiles(rule))
        for rule in loaded.rules
    }
    made[folder / "rules" / "index.md"] = "\n".join(_index(loaded.rules)) + "\n"
    made[resources.schema_file("rule")] = rule_schema()
    made[resources.schema_file("agreement")] = agreement_schema()
    made_by = ((LANGUAGE, _tables()), (FORMATS_PAGE, _formats()), (STANDARDS_PAGE, _standards(loaded.rules)))
    for name, lines in made_by:
        before, rest = (folder / name).read_text("utf-8").split(START)
        made[folder / name] = before + START + "\n\n" + "\n".join(lines) + "\n" + END + rest.split(END)[1]
    before, rest = made[folder / LANGUAGE].split(OPERATORS_START)
    made[folder / LANGUAGE] = (
        before + OPERATORS_START + "\n\n" + operator_sections() + END + rest.split(END, 1)[1]
    )
    return made


def operator_sections() -> str:
    """What the modules of operators say of them, in the order of the operators."""
    modules = dict.fromkeys(_module(operator) for operator in OPERATORS.values())
    return "\n".join(f"{sys.modules[name].__doc__}" for name in modules)


def _module(operator: Operator) -> str:
    """The name of the module that an operator is written in."""
    parse = operator.parse
    return (parse.func if isinstance(parse, partial) else parse).__module__


def rule_schema() -> str:
    """schemas/rule.schema.json with the definitions of the operators, the rest as it is."""
    schema = resources.schema("rule")
    definitions = schema["$defs"]
    condition = definitions["condition"]
    condition["propertyNames"]["enum"] = list(OPERATORS)
    condition["properties"] = {name: {"$ref": f"#/$defs/{name}"} for name in OPERATORS}
    for name, operator in OPERATORS.items():
        definitions[name] = {**operator.schema(), "description": operator.description}
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def agreement_schema() -> str:
    """schemas/agreement.schema.json with the keys of entries and the values of lists, the rest as it is."""
    schema = resources.schema("agreement")
    properties = schema["$defs"]["agreement"]["properties"]
    last = {key: properties.pop(key) for key in ("text",) if key in properties}
    for kind in ENTRIES:
        if kind.under is None:
            properties[kind.name] = _entries_schema(kind, schema["$defs"])
            continue
        group = properties.setdefault(kind.under, {"type": ["object", "null"], "additionalProperties": False})
        group.setdefault("properties", {})[kind.name] = _entries_schema(kind, schema["$defs"])
    properties |= last
    for values in HEADER:
        if values.draft and values.vocabulary and not values.is_text:
            given = properties[values.draft]
            offered = {"anyOf": [_offered(values.vocabulary), {"type": ["string", "boolean"]}]}
            properties[values.draft] = {**given, "items": offered}
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def _entries_schema(kind: Entries, definitions: dict[str, Any]) -> dict[str, Any]:
    parts = {part.key: _part_schema(part) for part in kind.parts}
    entry = {"type": "object", "properties": parts, "additionalProperties": False}
    definitions[f"{kind.name}_entry"] = {"anyOf": [entry, {"type": ["string", "boolean", "null"]}]}
    each = {"$ref": f"#/$defs/{kind.name}_entry"}
    return {"description": kind.says, "anyOf": [each, {"type": "array", "items": each}]}


def _part_schema(part: Part) -> dict[str, Any]:
    says = {"description": f"{part.says[:1].upper()}{part.says[1:]}."}
    if part.is_date and not part.or_words:
        return {**says, "$ref": "#/$defs/date"}
    if part.vocabulary:
        return {**says, "anyOf": [_offered(part.vocabulary), {"$ref": "#/$defs/values"}]}
    examples = {"examples": list(part.examples)} if part.examples else {}
    form = {"pattern": part.pattern} if part.pattern else {}
    return {**says, **examples, **form, "$ref": "#/$defs/values"}


def _offered(vocabulary: str) -> dict[str, Any]:
    """The values of a vocabulary, which editors offer. Others are told apart by rules, not by the shape."""
    values = [each["text"] for each in BUILT_IN.vocabulary(vocabulary)["values"] if not each.get("truncated")]
    return {"enum": values}


def _index(rules: list[Rule]) -> Iterator[str]:
    """One table of all rules. A script of the site adds filters over its columns."""
    yield "---\nhide: [navigation, toc]\n---\n"
    yield "# Rules\n"
    yield f"dslint has {len(rules)} rules. Each has a page with its reason and its source. The page shows"
    yield "records at which the rule fires, and records at which it does not. You choose which rules run"
    yield "with a [profile](../configuration.md).\n"
    yield "| Rule | What it looks for | Group | Severity | Certainty | Profiles |"
    yield "|---|---|---|---|---|---|"
    for rule in sorted(rules, key=lambda rule: (rule.group, rule.id)):
        yield (
            f"| [{rule.id}]({rule.id}.md) {rule.title} | {rule.summary} | {rule.group} "
            f"| {severities(rule)} | {certainties(rule)} | {', '.join(_profiles(rule))} |"
        )


def _profiles(rule: Rule) -> list[str]:
    return [name for name in PROFILES if is_in(rule.data.get("profiles", [DEFAULT]), name)]


def _formats() -> Iterator[str]:
    yield "| format | what it is for | options that apply |"
    yield "|---|---|---|"
    for each in FORMATS.values():
        options = ", ".join(f"`--{name.replace('_', '-')}`" for name in sorted(each.options))
        yield f"| `{each.name}` | {each.description} | {options} |"
    yield ""


def _standards(rules: list[Rule]) -> Iterator[str]:
    """The standards of the custodian, each with the rules that rest on it."""
    yield "| standard | in force | rules |"
    yield "|---|---|---|"
    for key, row in compiled.vocabulary("authorities")["authorities"].items():
        if not row["document"].startswith("DARS standard"):
            continue
        period = row.get("in_force", {})
        dates = f"from {period.get('from', '?')}" + (f" until {period['until']}" if "until" in period else "")
        found = [rule.id for rule in rules if any(each.key == key for each in rule.authorities)]
        links = ", ".join(f"[{rule}](rules/{rule}.md)" for rule in found) or "none"
        name = row["document"].removeprefix("DARS standard ").removeprefix("DARS standards ")
        yield f"| {name} | {dates} | {links} |"
    yield ""


def _tables() -> Iterator[str]:
    yield "### Operators\n"
    yield "| operator | true when |"
    yield "|---|---|"
    for operator in OPERATORS.values():
        yield f"| `{operator.name}` | {operator.description} |"
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
        ("Dates of law and policy", compiled.vocabulary("timeline")["dates"]),
        ("Authorities", compiled.vocabulary("authorities")["authorities"]),
    ):
        yield f"{title}: {', '.join(f'`{name}`' for name in names)}.\n"

"""What changes nothing of what a page says moves no finding, and no record moves those of another."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable

import pytest
from conftest import SEEDS, assemble
from mutate import Key, check, key, unfolded

from dslint.datafiles.yaml_marks import read
from dslint.engine.load import RuleSet
from dslint.resources import rule_files

PAGES = {path.stem: path.read_bytes().decode("utf-8") for path in sorted(SEEDS.glob("*.txt"))}


def keys(text: str, ruleset: RuleSet) -> Counter[Key]:
    return Counter(map(key, check(text, ruleset)))


def lines_changed(change: Callable[[str], str]) -> Callable[[str], str]:
    def changed(text: str) -> str:
        chance = random.Random(1)
        return "\n".join(change(line) if chance.random() < 0.5 else line for line in text.split("\n"))

    return changed


NEUTRAL = {
    "blank lines": lines_changed(lambda line: line + "\n"),
    "lines of blanks": lines_changed(lambda line: line + "\n \t "),
    "blank lines everywhere": lambda text: text.replace("\n", "\n\n"),
    "spaces at the end": lines_changed(lambda line: line + "   "),
    "line ends of Windows": lambda text: text.replace("\n", "\r\n"),
    "line ends of old": lambda text: text.replace("\n", "\r"),
    "no line end at the end": lambda text: text.rstrip("\n"),
    "lines at the end": lambda text: text + "\n\n\n",
}


@pytest.mark.parametrize("change", NEUTRAL)
@pytest.mark.parametrize("page", PAGES)
def test_neutral_changes(page: str, change: str, ruleset: RuleSet) -> None:
    assert keys(NEUTRAL[change](PAGES[page]), ruleset) == keys(PAGES[page], ruleset)


@pytest.mark.parametrize("page", PAGES)
def test_other_spaces_and_hyphens(page: str, ruleset: RuleSet) -> None:
    """Spaces and hyphens at which no line breaks are letters of their own that mean the same."""
    printed = PAGES[page].replace("\u00a0", " ").replace(" ", "\u00a0").replace("-", "\u2011")
    assert keys(printed, ruleset) == keys(PAGES[page], ruleset)


def records(text: str) -> tuple[str, list[str]]:
    """What stands before the first record, and the records."""
    starts = [agreement.start_line - 1 for agreement in assemble("page", text).agreements]
    lines = text.rstrip("\n").split("\n")
    ends = [*starts[1:], len(lines)]
    return "\n".join(lines[: starts[0]]), [
        "\n".join(lines[start:end]) for start, end in zip(starts, ends, strict=True)
    ]


EXAMPLES = [
    pytest.param(example["text"], id=f"{data['id']}-{number}")
    for data in (read(str(path), path.read_text("utf-8")).data for path in rule_files())
    if data.get("scope", "agreement") == "agreement"
    for number, example in enumerate(data["examples"]["bad"])
    # The oldest layout takes the title of its record from the page.
    if "text" in example
    and assemble("page", example["text"]).agreements  # no draft
    and not records(example["text"])[0]
    and assemble("page", example["text"]).agreements[0].layout != "legacy"
]


@pytest.mark.parametrize("page", [name for name, text in PAGES.items() if len(records(text)[1]) > 1])
def test_order_of_records(page: str, ruleset: RuleSet) -> None:
    before, found = records(PAGES[page])
    end = "\n\nSource: NHS Digital."  # a page without its footer may be cut in its last record
    whole = keys(PAGES[page].removesuffix(end) + end, unfolded(ruleset))
    chance = random.Random(2)
    for _ in range(3):
        chance.shuffle(found)
        text = "\n".join([before, *(each.removesuffix(end) for each in found)]) + end
        assert keys(text, unfolded(ruleset)) == whole


def test_records_of_two_pages(ruleset: RuleSet) -> None:
    """The records of one page behind those of another."""
    rules = unfolded(ruleset)
    pages = [text for text in PAGES.values() if len(records(text)[1]) > 1]
    assert len(pages) > 1
    for one, other in zip(pages, pages[1:] + pages[:1], strict=True):
        joined = "\n".join([one.rstrip("\n"), *records(other)[1]])
        assert keys(joined, rules) == keys(one, rules) + keys(other, rules)


@pytest.mark.parametrize("example", EXAMPLES)
def test_grafted_example(example: str, ruleset: RuleSet) -> None:
    """A record that a rule speaks of, in a page of others: each keeps its own findings, and no more."""
    rules = unfolded(ruleset)
    alone = keys(example, rules)
    chance = random.Random(example)
    host = PAGES[chance.choice([name for name, text in PAGES.items() if records(text)[1]])]
    before, found = records(host)
    at = chance.randint(1, len(found))  # the first record of the oldest layout takes its name from the page
    grafted = "\n".join([before, *found[:at], example.rstrip("\n"), *found[at:]])
    assert keys(grafted, rules) == keys(host, rules) + alone

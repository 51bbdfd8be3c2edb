"""The questions of `dslint new agreement` on a terminal, and the draft that the answers make."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from dslint.convert.yaml_text import scalar
from dslint.facts.meanings import Meanings, fold_text
from dslint.tuples import NamedTuple
from dslint.vocabularies import Vocabularies

Ask = Callable[[str], str]
Tell = Callable[[str], None]
MOST_SHOWN = 12  # values that a question lists


class _Question(NamedTuple):
    """What is asked for one key of a flow, and the vocabulary whose values are offered."""

    key: str
    text: str
    vocabulary: str | None = None


# The placeholder of the skeleton that an answer takes the place of.
_SINGLE = (
    ("<DARS-NIC-number-letters>", "Reference"),
    ("<what the agreement is called>", "Title"),
    ("<who receives the data>", "Who receives the data"),
    ("<first day>", "First day, as YYYY-MM-DD"),
    ("<last day>", "Last day, as YYYY-MM-DD"),
)
_FLOW = (
    _Question("type_of_data", "How far can people be told from it", "types_of_data"),
    _Question("opt_outs", "Are opt-outs honoured, and if not, why", "opt_outs"),
    _Question("legal_basis", "The power with its section"),
    _Question("frequency", "How often does it flow", "access"),
    _Question("sensitivity", "Is it sensitive", "sensitivity"),
)


def interview(skeleton: str, vocabularies: Vocabularies, ask: Ask, tell: Tell) -> str:
    """The skeleton with what was answered. An empty answer leaves the placeholder."""
    text = skeleton
    for placeholder, question in _SINGLE:
        if answer := ask(f"{question}: ").strip():
            text = text.replace(placeholder, scalar(answer), 1)
    if controllers := list(_several(ask, "Controller")):
        listed = "\n".join(f"    - {scalar(name)}" for name in controllers)
        text = text.replace("    - <name of a controller>", listed, 1)
    if flows := list(_flows(vocabularies, ask, tell)):
        before, _, rest = text.partition("  flows:\n")
        _, _, after = rest.partition("\n\n")
        text = f"{before}  flows:\n" + "\n".join(flows) + f"\n\n{after}"
    return text


def _several(ask: Ask, what: str) -> Iterator[str]:
    while answer := ask(f"{what}, or nothing to go on: ").strip():
        yield answer


def _flows(vocabularies: Vocabularies, ask: Ask, tell: Tell) -> Iterator[str]:
    """The lines of a flow for each dataset."""
    names: list[str] = vocabularies.vocabulary("datasets")["names"]
    while answer := ask("Dataset, or a part of its name, or nothing to go on: ").strip():
        name = _chosen(answer, [each for each in names if fold_text(answer) in fold_text(each)], ask, tell)
        yield f"    - dataset: {scalar(name)}"
        for question in _FLOW:
            values = _values(vocabularies, question.vocabulary)
            for number, value in enumerate(values, 1):
                tell(f"  {number:>2}  {value}")
            answer = ask(f"{question.text}{', by number or in words' if values else ''}: ").strip()
            text = scalar(_by_number(answer, values)) if answer else f"<{question.text}>"
            yield f"      {question.key}: {text}"


def _values(vocabularies: Vocabularies, name: str | None) -> list[str]:
    """The values of a vocabulary that say something in words."""
    if name is None:
        return []
    known = vocabularies.vocabulary(name)["values"]
    usual = [each["text"] for each in known if not each.get("truncated") and len(each["text"]) > 3]
    texts = vocabularies.derived(Meanings).texts(name)
    return [text for text in usual if texts.get(fold_text(text)) == text][:MOST_SHOWN]


def _chosen(answer: str, found: list[str], ask: Ask, tell: Tell) -> str:
    """The dataset that is meant: the only one with those words, or one of several by its number."""
    if any(fold_text(name) == fold_text(answer) for name in found) or not found:
        return answer
    if len(found) == 1:
        tell(f"  {found[0]}")
        return found[0]
    for number, name in enumerate(found[:MOST_SHOWN], 1):
        tell(f"  {number:>2}  {name}")
    return _by_number(ask(f"Which of these, or nothing for {answer!r}: ").strip() or answer, found)


def _by_number(answer: str, values: list[str]) -> str:
    at = int(answer) - 1 if answer.isascii() and answer.isdigit() and len(answer) < 4 else -1
    return values[at] if 0 <= at < len(values) else answer

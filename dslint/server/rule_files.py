"""What is wrong with a rule file that is being written: its shape, its words, and its examples."""

from __future__ import annotations

from dslint import resources
from dslint.datafiles.half_typed import whole_part
from dslint.datafiles.problem import Problem
from dslint.datafiles.yaml_marks import FileErrors, Marked, read
from dslint.engine.build import Builder
from dslint.engine.check import check_rule
from dslint.engine.old_words import modernise
from dslint.engine.report import RunError
from dslint.engine.scan import Scanner
from dslint.engine.suggestion import Edit, Suggestion
from dslint.faults import fault
from dslint.rule_examples import run_example
from dslint.server.notes import Note, of_error
from dslint.tokenizer.text import split_lines
from dslint.vocabularies import Vocabularies

MOST_EXAMPLES = 20


def check_rule_text(
    path: str, text: str, vocabularies: Vocabularies, edited: range | None = None
) -> list[Note]:
    """Everything that is wrong with a rule. Its examples are run when nothing else is."""
    problems: list[Problem] = []
    try:
        marked = read(path, text)
    except FileErrors as errors:
        problems += errors.problems
        rest = whole_part(path, text, edited)
        try:
            marked = read(path, rest) if rest else Marked(None)
        except FileErrors:
            marked = Marked(None)
    except (MemoryError, RecursionError):
        return [of_error(RunError(path, "is nested too deeply or contains too much"))]
    notes: list[Note] = []
    if isinstance(marked.data, dict):
        notes = [_note(each)._replace(severity="info") for each in modernise(path, marked)]
        problems += check_rule(path, marked, vocabularies)
    elif not problems:
        problems = check_rule(path, marked, vocabularies)
    notes += [_with_keys(_note(each), text, marked) for each in problems]
    return notes if problems else notes + _failed_examples(path, marked, vocabularies)


def _note(problem: Problem) -> Note:
    return of_error(RunError(problem.path, problem.message, problem.line, problem.column))


def _with_keys(note: Note, text: str, marked: Marked) -> Note:
    """The note that keys are missing at the top of a rule suggests to add them, at the end."""
    required: list[str] = resources.schema("rule")["required"]
    at_top = (note.at.line, note.at.column) == marked.place(())
    missing = [key for key in required if key not in marked.data] if isinstance(marked.data, dict) else []
    if not missing or not at_top or not note.message.startswith("lacks "):
        return note
    lines = split_lines(text)
    end = len(lines), len(lines[-1]) + 1
    added = "".join(f"\n{key}: " for key in missing)
    edit = Edit(note.path, *end, *end, added)
    return note._replace(suggestion=Suggestion(f"Add {', '.join(missing)}", (edit,), is_safe=False))


def _failed_examples(path: str, marked: Marked, vocabularies: Vocabularies) -> list[Note]:
    data = marked.data
    scanner = Scanner(vocabularies)
    notes: list[Note] = []
    try:
        rule = Builder(scanner, False).rule(data, path)
        for kind in ("bad", "good"):
            for number, example in enumerate(data["examples"][kind][:MOST_EXAMPLES]):
                if problem := run_example(rule, scanner, kind, example).problem:
                    line, column = marked.place(("examples", kind, number, "name"))
                    message = f"this {kind} example {problem}"
                    note = of_error(RunError(path, message, line, column))
                    notes.append(note._replace(severity="warning"))
    except Exception as error:  # an example may hold anything
        notes.append(of_error(RunError(path, f"the examples could not be run: {fault(error)}")))
    return notes

"""`dslint init`, `dslint new` and `dslint schema`: files to start from."""

from __future__ import annotations

import os
import re
import sys

from dslint import compiled, resources
from dslint.assembler.record import base_reference
from dslint.cli.choices import unknown
from dslint.cli.guard import UsageError, of_project, refuse
from dslint.cli.interview import interview
from dslint.cli.output import EXIT_FAILED, EXIT_OK, complain, complain_of, write
from dslint.cli.targets import deliver
from dslint.cli.understood import understand_all
from dslint.config.find import find_project
from dslint.config.settings import ConfigError, configuration
from dslint.convert.draft import to_draft
from dslint.data_classes import replace
from dslint.engine.load import RuleChoice
from dslint.model import Document
from dslint.reporters.escape import visible
from dslint.reporters.json_text import as_json
from dslint.session import Session
from dslint.vocabularies import BUILT_IN

USUAL_FOLDER = "rules"


def run_init(path: str, force: bool) -> int:
    if not (_put(path, resources.template("dslint.toml"), force) and _put_schema("config", path)):
        return EXIT_FAILED
    write(f"{visible(path)} is written; see it at work with: dslint config show\n")
    return EXIT_OK


def run_new_rule(id: str, name: str, group: str, into: str | None, force: bool) -> int:
    properties = resources.schema("rule")["properties"]
    for key, given, such_as in (("id", id, "ORG01"), ("name", name, "cloud-host-not-named")):
        if not re.search(properties[key]["pattern"], given):
            complain(f"{given!r} is no {key} of a rule; write it as in {such_as}")
            return EXIT_FAILED
    if not re.fullmatch(r"\w[\w.-]*", group):
        complain(f"{group!r} is no name of a group; it becomes a folder")
        return EXIT_FAILED
    folder = into or _folder_of_rules()
    if folder is None:
        return EXIT_FAILED
    taken = {
        word for entry in compiled.builtin_rules() for word in (entry["rule"]["id"], entry["rule"]["name"])
    }
    for word in (id, name):
        if word in taken:
            complain(f"{word} is taken by a rule of dslint; see: dslint explain {word}")
            return EXIT_FAILED
    path = f"{folder.rstrip('/')}/{group}/{id}-{name}.yaml"
    text = resources.template("rule.yaml").format(id=id, name=name)
    if not (_put(path, text, force) and _put_schema("rule", path)):
        return EXIT_FAILED
    write(f"{visible(path)} is written; fill it in until it passes: dslint test-rules {visible(path)}\n")
    return EXIT_OK


def run_new_agreement(path: str | None, published: str | None = None) -> int:
    """Write a draft to start from: a published version, the answers of a person, or a skeleton.

    A file names the schema that is put into its folder, from which editors complete.
    """
    if path is not None and os.path.lexists(path):
        complain(f"{path}: exists already; name a new file")
        return EXIT_FAILED
    text = resources.template("agreement.yaml")
    if published is not None:
        try:
            text = _renewal(published)
        except UsageError as error:
            complain(str(error))
            return EXIT_FAILED
    elif _is_at_terminal():
        text = interview(text, BUILT_IN, _ask, lambda line: print(visible(line), file=sys.stderr))
    if path is None:
        return EXIT_OK if deliver(text, None) else EXIT_FAILED
    text = f"# yaml-language-server: $schema=./{_schema_name('agreement')}\n{text}"
    if not (deliver(text, path) and _put_schema("agreement", path)):
        return EXIT_FAILED
    write(f"{visible(path)} is written; see what is left to fill in with: dslint check {visible(path)}\n")
    return EXIT_OK


def _is_at_terminal() -> bool:
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stderr))


def _ask(question: str) -> str:
    """An answer from the terminal; its end answers everything with nothing."""
    print(question, end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().rstrip("\r\n")


def _renewal(published: str) -> str:
    """The newest version of a published agreement, as a draft. Raises UsageError."""
    path, mark, reference = published.rpartition("#")
    if not mark or not path or not reference:
        raise UsageError(f"--from {published}: write it as PAGE_OR_WORKBOOK#REFERENCE")
    wanted = base_reference(reference)
    found = []
    for document in _published(path):
        same = [each for each in document.agreements if each.base_reference == wanted]
        found += [(document, each) for each in same]
    if not found:
        raise UsageError(f"{path} has no agreement {reference}; dslint parse lists what it has")
    document, newest = max(found, key=lambda each: _version(each[1].version))
    # What a publisher counts and flags is no part of an agreement.
    name = newest.organisation or document.organisation
    one = replace(document, agreements=[newest], organisation=name, flags=[], file_counts=[])
    return f"# A renewal of {wanted}, started from {visible(os.path.basename(path))}.\n{to_draft(one)}"


def _published(path: str) -> list[Document]:
    """What a file or a folder holds. Raises UsageError for what cannot be read."""
    read = understand_all([path], Session.of(RuleChoice(builtin=False)))
    if read.errors and not read.has_agreements:
        raise UsageError("\n".join(map(str, read.errors)))
    for error in read.errors:
        complain(str(error))
    return read.documents


def _version(printed: str | None) -> tuple[int, ...]:
    return tuple(int(number[:9]) for number in re.findall(r"\d+", printed or ""))


def run_schema(name: str, output: str | None, is_written: bool = False) -> int:
    """Print a schema, or write it under the name by which files of this folder know it."""
    names = resources.schema_names()
    if name not in names:
        complain(unknown("schema", name, names))
        return EXIT_FAILED
    if is_written:
        if output is not None:
            complain("use --write or --output, not both")
            return EXIT_FAILED
        return EXIT_OK if _put_schema(name, "") else EXIT_FAILED
    try:
        refuse([output], of_project(find_project(os.getcwd()) if output else None), ".json")
    except (OSError, UsageError) as error:
        complain(str(error))
        return EXIT_FAILED
    return EXIT_OK if deliver(as_json(resources.schema(name)), output) else EXIT_FAILED


def _schema_name(name: str) -> str:
    return f"dslint-{name}.schema.json"


def _put_schema(name: str, path: str) -> bool:
    """Write a schema into the folder of a file that names it; one of another release is replaced."""
    schema = resources.schema(name)
    target = os.path.join(os.path.dirname(path), _schema_name(name))
    if os.path.lexists(target):
        try:
            with open(target, encoding="utf-8") as file:
                is_ours = f'"$id": "{schema["$id"]}"' in file.read(1000)
        except (OSError, ValueError):
            is_ours = False
        if not is_ours:
            complain(f"{target}: exists already, and is no schema of dslint")
            return False
    return deliver(as_json(schema), target)


def _folder_of_rules() -> str | None:
    """The first folder of rules that the configuration names, or None with the reason on standard error."""
    try:
        found = configuration(None, False)
    except ConfigError as error:
        complain_of(error)
        return None
    named: list[str] = found.value("rules", []) if found else []
    return next((path for path in named if os.path.isdir(path)), USUAL_FOLDER)


def _put(path: str, text: str, force: bool) -> bool:
    """Write a new file and the folders it needs."""
    if os.path.lexists(path) and not force:
        complain(f"{path}: exists already; --force overwrites it")
        return False
    try:
        os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
    except OSError as error:
        complain(f"{path}: cannot be written: {error.strerror or error}")
        return False
    return deliver(text, path)

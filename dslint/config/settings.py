"""What a run is asked for: the command line over the configuration over the defaults."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from dslint.config.find import Project, find_project, named_project, why_no_file
from dslint.engine.load import RuleChoice
from dslint.engine.per_path import PerPath
from dslint.engine.report import ConfigurationFile
from dslint.engine.select import split_words
from dslint.sources import Input, is_draft_input
from dslint.tuples import NamedTuple
from dslint.vocabularies import BUILT_IN

if TYPE_CHECKING:
    from dslint.config.check_options import CheckOptions
    from dslint.config.read import Configuration
    from dslint.datafiles.yaml_marks import Problem
    from dslint.engine.ignores import Ignore

DEFAULTS: dict[str, Any] = {
    "profile": "default",
    "select": (),
    "extend-select": (),
    "ignore": (),
    "extend-ignore": (),
    "severity": {},
    "rules": (),
    "vocabularies": (),
    "vocabulary": {},
    "dialects": (),
    "as-of": None,
    "fail-on": "warning",
    "format": "text",
    "baseline": None,
    "per-path": (),
    "ignores": (),
}
BY_DEFAULT, BY_COMMAND_LINE = "default", "command line"
OF_DRAFTS, BY_DRAFTS = "renewal", "every input is a draft"


class ConfigError(Exception):
    """The configuration cannot be used; the message names every place."""


class Setting(NamedTuple):
    """A setting and where it comes from: "default", "command line", or places of files."""

    value: Any
    source: str


class ResolvedSettings(NamedTuple):
    """A run's settings. `rule_words` are the places of the words in files that must name rules."""

    values: dict[str, Setting]
    choice: RuleChoice
    ignores: list[Ignore]
    rule_words: dict[str, list[Problem]]
    folder: str
    project: Project | None

    def value(self, key: str) -> Any:
        return self.values[key].value


def resolve_settings(options: CheckOptions, start: str | None = None) -> ResolvedSettings:
    """`start` is the folder to look for a configuration from, when it is not the current one.

    Raises ConfigError.
    """
    start = start or _current_folder()
    found = configuration(options.config, options.isolated, start)
    values = _values(options, found)
    folder = found.project.folder if found else start
    given_rules = options.select or options.profile is not None
    choice = RuleChoice(
        profile=values["profile"].value,
        select=tuple(values["select"].value),
        extend=tuple(values["extend-select"].value),
        ignore=(*values["ignore"].value, *values["extend-ignore"].value),
        files=tuple(values["rules"].value),
        severity=tuple(values["severity"].value.items()),
        per_path=tuple(_per_path(entry, bool(given_rules)) for entry in values["per-path"].value),
        folder=folder,
        named=tuple(found.rule_words) if found else (),
        vocabularies=found.vocabularies if found else BUILT_IN,
        each_file=options.each_file,
        all_versions=options.all_versions,
        is_kept=not options.no_cache and keeps_results(os.environ),
    )
    ignores = found.ignores if found and not options.no_ignores else []
    rule_words = found.rule_words if found else {}
    return ResolvedSettings(values, choice, ignores, rule_words, folder, found.project if found else None)


def keeps_results(environment: Mapping[str, str]) -> bool:
    """Whether results are kept between runs. In CI they are not, for a later job should not believe what an
    earlier one left behind. DSLINT_NO_CACHE decides either way; it may be 0."""
    return environment.get("DSLINT_NO_CACHE", environment.get("CI", "")).lower() in ("", "0", "false")


def with_profile_of_drafts(settings: ResolvedSettings, inputs: list[Input]) -> ResolvedSettings:
    """The settings with the profile for who writes, where every input is a draft and nobody chose one."""
    chosen = any(settings.values[key].source != BY_DEFAULT for key in ("profile", "select"))
    if chosen or not inputs or not all(is_draft_input(given) for given in inputs):
        return settings
    values = {**settings.values, "profile": Setting(OF_DRAFTS, BY_DRAFTS)}
    return settings._replace(values=values, choice=settings.choice._replace(profile=OF_DRAFTS))


def configuration(config: str | None, isolated: bool, start: str | None = None) -> Configuration | None:
    """The checked configuration of a run, if there is one. Raises ConfigError."""
    if isolated and config is not None:
        raise ConfigError("use --isolated or --config, not both")
    if isolated:
        return None
    project = find_project(start or _current_folder()) if config is None else named_project(config)
    if project is None:
        return None
    from dslint.config.read import read_configuration, shown_path
    from dslint.datafiles.yaml_marks import FileErrors

    missing = [
        f"{shown_path(path)}: {why}"
        for path in (project.settings, project.ignores)
        if path and (why := why_no_file(path, path != project.settings or not project.is_named))
    ]
    if missing:
        raise ConfigError("\n".join(missing))
    try:
        return read_configuration(project)
    except FileErrors as errors_of_file:
        raise ConfigError(str(errors_of_file)) from None


def files_of(project: Project | None) -> list[ConfigurationFile]:
    """The files of a project as a reader of a report knows them, with whose they are."""
    if project is None:
        return []
    from dslint.config.read import shown_path

    paths = [path for path in (project.settings, project.ignores) if path]
    return [ConfigurationFile(shown_path(path), _other_owner(path)) for path in paths]


def _other_owner(path: str) -> str | None:
    """The user that a file belongs to, when that is another one."""
    if sys.platform == "win32":
        return None
    import pwd

    try:
        owner = os.stat(path).st_uid
        return None if owner == os.geteuid() else f"user {pwd.getpwuid(owner).pw_name}"
    except KeyError:
        return f"user {owner}"
    except OSError:
        return None


def _values(options: CheckOptions, found: Configuration | None) -> dict[str, Setting]:
    """Every setting with its source. Raises ConfigError."""
    if options.select and not split_words(options.select):
        raise ConfigError("--select names no rule; leave it out to run the rules of the profile")
    given: dict[str, Any] = {
        "profile": options.profile,
        "select": split_words(options.select) or None,
        "ignore": split_words(options.ignore) or None,
        "as-of": options.as_of,
        "fail-on": options.fail_on,
        "format": options.formats or None,
        "baseline": options.baseline,
    }
    besides: dict[str, Any] = {
        "extend-select": split_words(options.extend_select),
        "extend-ignore": split_words(options.extend_ignore),
        "rules": options.rules,
    }
    values: dict[str, Setting] = {}
    for key, default in DEFAULTS.items():
        setting = found.settings.get(key) if found else None
        sources = [setting.place] if setting else []
        value = setting.value if setting else default
        if given.get(key) is not None:
            value, sources = given[key], [BY_COMMAND_LINE]
        elif besides.get(key):
            value, sources = [*value, *besides[key]], [*sources, BY_COMMAND_LINE]
        values[key] = Setting(value, " and ".join(sources) or BY_DEFAULT)
    if options.profile is not None and not options.select:
        values["select"] = Setting((), BY_DEFAULT)  # the profile that is asked for, not the file's selection
    if options.no_baseline:
        values["baseline"] = Setting(None, BY_COMMAND_LINE)
    if found and found.ignores:
        files = " and ".join(dict.fromkeys(ignore.path for ignore in found.ignores))
        values["ignores"] = Setting(found.ignores, files)
    if options.no_ignores:
        values["ignores"] = Setting((), BY_COMMAND_LINE)
    if isinstance(written := values["format"].value, str):
        values["format"] = values["format"]._replace(value=(written,))
    return values


def _per_path(entry: dict[str, Any], given_rules: bool) -> PerPath:
    select = None if given_rules or "select" not in entry else tuple(entry["select"])
    severity = tuple(entry.get("severity", {}).items())
    return PerPath(tuple(entry["paths"]), select, tuple(entry.get("ignore", ())), severity)


def project_inputs(folder: str) -> Iterator[str]:
    """Everything to check in the folder of a project."""
    from dslint.sources import collect

    return (given.path for given in collect([folder]) if not given.problem)


def _current_folder() -> str:
    try:
        return os.getcwd()
    except OSError:  # removed under our feet
        return os.sep

"""`dslint config show`."""

from __future__ import annotations

from typing import Any

from dslint.cli.loading import load_or_complain
from dslint.cli.output import EXIT_FAILED, EXIT_OK, complain_of, write
from dslint.config.check_options import CheckOptions
from dslint.config.settings import ConfigError, ResolvedSettings, resolve_settings
from dslint.reporters.escape import visible
from dslint.reporters.json_text import as_json


def run_show(config: str | None, isolated: bool, format: str) -> int:
    try:
        settings = resolve_settings(CheckOptions([], config=config, isolated=isolated))
    except ConfigError as error:
        complain_of(error)
        return EXIT_FAILED
    if load_or_complain(settings.choice, settings.rule_words) is None:
        return EXIT_FAILED
    write(_json(settings) if format == "json" else _text(settings))
    return EXIT_OK


def _json(settings: ResolvedSettings) -> str:
    return as_json(
        {
            key: {"value": _plain(value.value), "source": value.source}
            for key, value in settings.values.items()
        }
    )


def _text(settings: ResolvedSettings) -> str:
    rows = [(key, _shown(value.value), value.source) for key, value in settings.values.items()]
    first, second = (max(len(row[column]) for row in rows) for column in (0, 1))
    second = min(second, 40)
    lines = [f"{key:<{first}}  {value:<{second}}  {source}".rstrip() for key, value, source in rows]
    return "".join(visible(line) + "\n" for line in lines)


def _plain(value: Any) -> Any:
    if isinstance(value, (list, tuple)) and value and hasattr(value[0], "about"):
        return [{"about": each.about(), "reason": each.reason, "until": each.until} for each in value]
    return list(value) if isinstance(value, tuple) else value


def _shown(value: Any) -> str:
    if not value:
        return "-"
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        nested = any(isinstance(each, list) for each in value.values())
        return ", ".join(f"{len(each)} {key}" if nested else f"{key}={each}" for key, each in value.items())
    if isinstance(value[0], str):
        return ", ".join(value)
    return f"{len(value)} {'entry' if len(value) == 1 else 'entries'}"

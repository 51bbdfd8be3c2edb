"""Options that several commands take together."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Iterator
from typing import Any, get_type_hints


def with_groups(command: Callable[..., None]) -> Callable[..., None]:
    """A command for the option parser, which knows no groups of options.

    Where the command takes a NamedTuple of options, this one takes each of them, in their order.
    """
    groups = {name: hint for name, hint in get_type_hints(command).items() if hasattr(hint, "_fields")}

    @functools.wraps(command)
    def taken_apart(**given: Any) -> None:
        for name, group in groups.items():
            given[name] = group(*(given.pop(field) for field in group._fields))
        command(**given)

    signature = inspect.signature(command, eval_str=True)
    parameters = [
        option
        for parameter in signature.parameters.values()
        for option in _options_of(parameter, groups.get(parameter.name))
    ]
    taken_apart.__dict__["__signature__"] = signature.replace(parameters=parameters)
    return taken_apart


def _options_of(parameter: inspect.Parameter, group: Any) -> Iterator[inspect.Parameter]:
    if group is None:
        yield parameter
        return
    for name, hint in get_type_hints(group, include_extras=True).items():
        yield parameter.replace(name=name, annotation=hint, default=group._field_defaults[name])

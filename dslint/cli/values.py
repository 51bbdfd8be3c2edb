"""Values of options that are text, taken as they are.

Typer has Pydantic turn each value, even one that is not given. To import that takes longer than to check a
page, so it is left to what is neither text nor a number in its range.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

Convert = Callable[[Any, Any], Any]  # of a context and a value


def take_text_as_it_is(parameters: Iterable[Any]) -> None:
    """Have the parameters of a command do without conversion where they can. Typer tells what is wrong."""
    for parameter in parameters:
        parameter.process_value = partial(_processed, parameter, parameter.process_value)


def _processed(parameter: Any, convert: Convert, context: Any, value: Any) -> Any:
    wanted = getattr(parameter, "type_descriptor", None)  # which an older Typer does not have
    if wanted is None:
        return convert(context, value)
    is_list = parameter.multiple or parameter.nargs == -1
    parse = wanted.parameter_info.parser
    if value is None and not parameter.required:
        taken: Any = () if is_list else None
    elif wanted.annotation is str and isinstance(value, str):
        taken = parse(value) if parse else value
    elif wanted.annotation == list[str] and is_list and not parse and isinstance(value, list | tuple):
        taken = list(value)
    elif wanted.annotation is int and not parse and _is_number(value, parameter.min, parameter.max):
        taken = int(value)
    else:
        return convert(context, value)
    return parameter.callback(context, parameter, taken) if parameter.callback else taken


def _is_number(value: Any, least: int | None, most: int | None) -> bool:
    """Whether a value is a whole number in a range, written as such numbers are."""
    if not (isinstance(value, int) or (value.isdecimal() and len(value) < 10 and str(int(value)) == value)):
        return False
    return (least is None or int(value) >= least) and (most is None or int(value) <= most)

"""Every operator of the rule language by its name, in the order of the language page."""

from __future__ import annotations

from dslint.engine.operators.all_of import ALL
from dslint.engine.operators.any_of import ANY
from dslint.engine.operators.clash import CLASH
from dslint.engine.operators.date import DATE
from dslint.engine.operators.gap import GAP
from dslint.engine.operators.group import GROUP, Group
from dslint.engine.operators.latest import LATEST, Latest
from dslint.engine.operators.negation import NOT
from dslint.engine.operators.operator import Operator
from dslint.engine.operators.optional import OPTIONAL
from dslint.engine.operators.pair import PAIR
from dslint.engine.operators.printed import NOT_PRINTED, PRINTED
from dslint.engine.operators.quantifiers import COUNT, EVERY, NONE, SOME
from dslint.engine.operators.state import STATE
from dslint.engine.operators.text import TEXT

OPERATORS: dict[str, Operator] = {
    operator.name: operator
    for operator in (
        ALL,
        ANY,
        NOT,
        OPTIONAL,
        SOME,
        NONE,
        EVERY,
        COUNT,
        TEXT,
        STATE,
        DATE,
        PRINTED,
        NOT_PRINTED,
        CLASH,
        GAP,
        PAIR,
        GROUP,
        LATEST,
    )
}

Aggregate = Group | Latest  # the conditions that are evaluated over a page or the whole run

"""Reading inputs for the commands that go on from what was understood."""

from __future__ import annotations

from dslint.cli.output import EXIT_FAILED, EXIT_NOTHING, EXIT_OK, complain
from dslint.engine.report import RunError, problems_of
from dslint.model import Document
from dslint.session import Session
from dslint.sources import Input, collect
from dslint.tuples import NamedTuple


class Understood(NamedTuple):
    """The inputs that could be read, and what could not."""

    paths: list[str]
    documents: list[Document]
    errors: list[RunError]

    @property
    def has_agreements(self) -> bool:
        return any(document.agreements for document in self.documents)

    def outcome(self) -> int:
        """The exit code, with the reasons on standard error."""
        for error in self.errors:
            complain(str(error))
        if self.errors:
            return EXIT_FAILED
        if not self.has_agreements:
            complain(f"no agreement was found in {', '.join(self.paths)}")
            return EXIT_NOTHING
        return EXIT_OK


def understand_all(paths: list[str], session: Session, inputs: list[Input] | None = None) -> Understood:
    """`inputs` are those that were found at the paths already."""
    found = collect(paths) if inputs is None else inputs
    understood = [session.understand(given) for given in found]
    documents = [each for each in understood if not isinstance(each, RunError)]
    errors = [each for each in understood if isinstance(each, RunError)]
    return Understood(
        paths, documents, errors + [problem for document in documents for problem in problems_of(document)]
    )

"""The table of fields: what an agreement holds, and how each part goes from a page to a report.

Each entry of `VALUES` says where a list of values is printed, how it is cut, what rules call it, what people
call it, and how two editions are compared. Reading, drafts, facts, `convert`, `compare` and `parse` are made
from this table; none of them keeps a list of its own. The spellings of labels are data, in
vocabulary/layout.yaml, and those of headings in vocabulary/workbooks.yaml. tests/test_fields.py names what a
new entry still needs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from dslint.tuples import NamedTuple


class Values(NamedTuple):
    """One list of values of an agreement.

    `name` is its key in the JSON of `parse` and in Agreement.values. `split` and `cell_split` name a function
    of values.split.SPLITTERS, `meaning` one of facts.value_meanings.ValueMeanings. `same_by` says what makes
    two values the same in two editions (compare.sameness.identity).
    """

    name: str
    label: str  # for people
    collection: str  # what rules call it
    meaning: str = "text"
    field: str | None = None  # the header field that prints it; None: it is not printed in the header
    split: str = "commas"
    bracketed: bool = False  # printed in brackets behind the other values of its field
    oldest: tuple[str, str] | None = None  # the field of the oldest layout that prints it, and its split
    column: str | None = None  # of a sheet of releases
    head_column: str | None = None  # of a sheet of purposes
    cell_split: str | None = None  # where a cell is cut in another way than a line
    draft: str | None = None  # the key of a draft
    draft_before: str | None = None  # what that key was called; drafts with it are still read
    is_text: bool = False  # a draft holds it as one text
    is_date: bool = False  # the text is a date
    unknown: str | None = None  # the attribute that is None for a value that no vocabulary covers
    vocabulary: str | None = None  # the vocabulary that covers its values
    same_by: str = "text"
    compared_as: tuple[str, str] | None = None  # key and label in a comparison, where they differ
    is_party: bool = False  # values are organisations
    is_rare: bool = False  # few layouts print it; editions without it are not told apart from the usual
    by_row: bool = False  # a comparison also tells what becomes of it in each row of a sheet of releases

    @property
    def comparison(self) -> tuple[str, str]:
        """The key and the label of a comparison of two editions."""
        return self.compared_as or (self.name, self.label)


VALUES = (
    Values(
        "type_of_data", "type of data", "types_of_data", "type_of_data",
        field="type_of_data", split="types_of_data", oldest=("format", "format_type"),
        column="type_of_data", draft="type_of_data", unknown="identifiability", vocabulary="types_of_data",
    ),
    Values(
        "opt_outs", "opt-outs", "opt_outs", "opt_out",
        field="opt_outs", split="opt_outs", column="opt_out", draft="opt_outs",
        unknown="reason", vocabulary="opt_outs", same_by="answer", by_row=True,
    ),
    Values(
        "opt_out_excuses", "confidentiality", "confidentiality", "confidentiality",
        field="opt_outs", split="confidentiality_in_brackets", bracketed=True, column="confidentiality",
        cell_split="confidentiality", draft="confidentiality", draft_before="opt_out_excuses",
        unknown="grounds", vocabulary="confidentiality",
        compared_as=("excuses", "confidentiality"),
    ),
    Values(
        "legal_bases", "legal bases", "legal_bases", "legal_basis",
        field="legal_basis", split="legal_bases", column="legal_basis", draft="legal_bases",
        unknown="provisions", same_by="basis", by_row=True,
    ),
    Values(
        "sensitivity", "sensitivity", "sensitivity", "sensitivity",
        field="sensitive", split="sensitivity", oldest=("format", "format_sensitivity"),
        column="sensitivity", draft="sensitivity", unknown="sensitivity", vocabulary="sensitivity",
    ),
    Values(
        "access_methods", "access", "access_methods", "access_method",
        field="access_method", oldest=("frequency", "commas"), column="frequency", draft="access_methods",
        unknown="method", vocabulary="access",
    ),
    Values(
        "controllers", "controllers", "controllers", "organisation",
        field="controllers", split="controllers", head_column="controllers", cell_split="parties",
        draft="controllers", same_by="organisation", is_party=True,
    ),
    Values(
        "processors", "processors", "processors", "organisation", same_by="organisation", is_party=True,
    ),
    Values("datasets", "datasets", "datasets", "dataset", column="dataset", same_by="dataset"),
    Values(
        "organisation_types", "organisation type", "organisation_types",
        field="purposes", split="organisation_types", head_column="organisation_type", cell_split="commas",
    ),
    Values(
        "sublicensing", "sublicensing", "sublicensing", "answer",
        field="sublicensing", head_column="sublicensing", draft="sublicensing",
    ),
    Values("minutes", "minutes", "minutes", field="minutes", split="minutes", draft="minutes", is_rare=True),
    Values(
        "project_info", "project info", "project_info",
        field="project_info", split="whole", draft="project_info", is_text=True, is_rare=True,
    ),
    Values(
        "controller_basis", "controller basis", "controller_basis",
        field="controller_basis", split="whole", head_column="controller_basis",
        draft="controller_basis", is_text=True, is_rare=True,
    ),
    Values(
        "approval_date", "approved", "approval_date",
        field="approval_date", split="whole", head_column="approval_date",
        draft="approval_date", is_text=True, is_rare=True, is_date=True,
    ),
)  # fmt: skip
VALUE_DATES = tuple(kind.name for kind in VALUES if kind.is_date)
HEADER = tuple(kind for kind in VALUES if kind.field)  # what the header of an agreement prints
FLOWS = tuple(kind for kind in VALUES if kind.column)  # what a row of a sheet of releases says


class Single(NamedTuple):
    """One value of an agreement. `field` is the header field that a page prints it in, if any, `column` that
    of a sheet of purposes."""

    key: str
    label: str
    field: str | None = None
    column: str | None = None
    is_party: bool = False
    is_period: bool = False  # of the releases, so that a whole edition may share it


SINGLES = (
    Single("organisation", "organisation", column="organisation", is_party=True),
    Single("title", "title", column="title"),
    Single("dsa_start", "agreement starts", "when", "dsa_start"),
    Single("dsa_end", "agreement ends", "when", "dsa_end"),
    Single("release_start", "first release", "when", is_period=True),
    Single("release_end", "last release", "when", is_period=True),
    Single("commercial", "commercial purpose", "purposes", "commercial"),
)
DATES = tuple(single.key for single in SINGLES if single.field == "when")


class Narrative(NamedTuple):
    """A section of text. Its column in a sheet of purposes has the same key."""

    key: str
    label: str


NARRATIVES = (
    Narrative("objectives", "objectives"),
    Narrative("processing", "processing"),
    Narrative("outputs", "outputs"),
    Narrative("expected_benefits", "expected benefits"),
    Narrative("yielded_benefits", "yielded benefits"),
)
SECTIONS = (*(section.key for section in NARRATIVES), "datasets")

_OLDEST = tuple(dict.fromkeys(kind.oldest[0] for kind in HEADER if kind.oldest))
# Every header field. "reference" prints the reference where the heading does not.
FIELDS = tuple(
    dict.fromkeys(
        [kind.field for kind in HEADER if kind.field]
        + [single.field for single in SINGLES if single.field]
        + [*_OLDEST, "reference"]
    )
)
# The header fields that a draft writes as one text.
TEXT_FIELDS = ("when", *_OLDEST, *(kind.field for kind in HEADER if kind.field and kind.is_text))


class Part(NamedTuple):
    """One thing that an entry says. `meaning` names one of facts.value_meanings.ValueMeanings."""

    key: str
    says: str  # for who writes it
    meaning: str = "text"
    is_date: bool = False
    or_words: bool = False  # a date, or an event in words
    examples: tuple[str, ...] = ()
    vocabulary: str | None = None  # whose values are offered
    column: str | None = None  # of a row of releases
    pattern: str | None = None  # what every text of it has


class Entries(NamedTuple):
    """What a draft says under a key of its own: one entry or several, each a text or parts by their keys.

    An entry that is one text says its first part. `name` is the key, and what `parse` and rules call it.
    `under` is the key that holds this one, `is_flow` tells that each entry is a row of releases, and
    `may_be_none` that "none" under it lists nothing.
    """

    name: str
    label: str
    says: str
    parts: tuple[Part, ...]
    under: str | None = None
    collection: str | None = None  # what rules call it, where the name has another meaning
    is_flow: bool = False
    may_be_none: bool = False

    @property
    def of_rules(self) -> str:
        return self.collection or self.name

    @property
    def path(self) -> tuple[str, ...]:
        return (self.under, self.name) if self.under else (self.name,)


# Bodies write their references in many ways ("20/CAG/0123", "CAG 8-02(a)/2014", "21/LO/0123", "IRAS 301234").
# All have a digit. A placeholder is none yet.
_REFERENCE = r"\d|^\s*<[^<>]*>\s*$|^\s*$"
_REASON = "why it applies to this use"
ENTRIES = (
    Entries(
        "flows", "flows", "Each flow of data by itself: which data, under what.",
        (
            Part("dataset", "the full name of the dataset", "dataset", column="dataset"),
            Part("type_of_data", "how far people can be told from the data", vocabulary="types_of_data",
                 column="type_of_data"),
            Part("opt_outs", "whether opt-outs are honoured", vocabulary="opt_outs", column="opt_out"),
            Part("reason", "why opt-outs are not honoured", examples=("data flow is not identifiable",)),
            Part("legal_basis", "the power with its section",
                 examples=("Health and Social Care Act 2012 - s261(2)(a)",), column="legal_basis"),
            Part("confidentiality", "what meets the duty of confidence", vocabulary="confidentiality",
                 column="confidentiality"),
            Part("frequency", "how often the data flow", vocabulary="access", column="frequency"),
            Part("sensitivity", "whether the data are sensitive", vocabulary="sensitivity",
                 column="sensitivity"),
        ),
        is_flow=True,
    ),
    Entries(
        "processors", "processor", "Every organisation that works with the data for a controller.",
        (
            Part("name", "the full name, as in its contract", "organisation"),
            Part("role", "what it is", examples=("Processor", "Sub-processor", "Storage only")),
            Part("place", "where it works with the data"),
            Part("does", "what it does with the data"),
        ),
        collection="listed_processors",
        may_be_none=True,
    ),
    Entries(
        "joint_arrangement", "joint arrangement", "What joint controllers have agreed on who does what.",
        (
            Part("reference", "what the arrangement is called"),
            Part("date", "when it was made", is_date=True),
        ),
    ),
    Entries(
        "locations", "location", "Every place where the data are stored or worked with.",
        (
            Part("address", "the postal address"),
            Part("use", "what the place is for", examples=("Storage", "Processing", "Backup")),
            Part("organisation", "whose place it is", "organisation"),
            Part("country", "the country"),
            Part("remote_access", "who reaches the data from elsewhere, how, and from which country"),
            Part("reason", "why the place is needed"),
        ),
    ),
    Entries(
        "territory", "territory", "The countries in which the data are used.",
        (
            Part("countries", "the countries", examples=("England and Wales", "UK", "EEA")),
            Part("safeguards", "what protects the data outside the UK"),
        ),
    ),
    Entries(
        "article_6", "article 6", "The basis in article 6 of the UK GDPR.",
        (
            Part("condition", "the article with its point",
                 examples=("6(1)(a)", "6(1)(c)", "6(1)(e)", "6(1)(f)")),
            Part("reason", _REASON),
        ),
        under="lawful_basis",
    ),
    Entries(
        "article_9", "article 9", "The condition in article 9 of the UK GDPR.",
        (
            Part("condition", "the article with its point",
                 examples=("9(2)(a)", "9(2)(g)", "9(2)(h)", "9(2)(i)", "9(2)(j)")),
            Part("reason", _REASON),
        ),
        under="lawful_basis",
    ),
    Entries(
        "schedule_1", "schedule 1", "The condition in Schedule 1 of the Data Protection Act 2018.",
        (
            Part("condition", "the paragraph", examples=("paragraph 2", "paragraph 3", "paragraph 4")),
            Part("reason", _REASON),
        ),
        under="lawful_basis",
    ),
    Entries(
        "approval", "approval", "The support under section 251.",
        (
            Part("reference", "the reference of the Confidentiality Advisory Group",
                 examples=("20/CAG/0123",), pattern=_REFERENCE),
            Part("end", "until when it is in force", is_date=True),
            Part("covers", "which flows it covers"),
        ),
        may_be_none=True,
    ),
    Entries(
        "ethics", "ethics", "The ethical approval.",
        (
            Part("body", "who gave it"),
            Part("reference", "its reference", examples=("21/LO/0123",), pattern=_REFERENCE),
            Part("end", "until when it is in force", is_date=True),
        ),
    ),
    Entries(
        "dpia", "DPIA", "The data protection impact assessment.",
        (
            Part("status", "whether it is done", examples=("Completed", "Not needed")),
            Part("date", "when it was done or looked through last", is_date=True),
            Part("reason", "why none is needed"),
        ),
    ),
    Entries(
        "transparency", "transparency", "How people are told of this use.",
        (
            Part("address", "the address of the notice", examples=("https://www.example.org/privacy",)),
            Part("how", "how else people are told"),
        ),
    ),
    Entries(
        "data_minimisation", "minimisation", "For each dataset, why no fewer data would do.",
        (
            Part("dataset", "the dataset", "dataset"),
            Part("limits", "years, places, people and fields that it is limited to"),
            Part("reason", "why each of these is needed"),
        ),
    ),
    Entries(
        "linkage", "linkage", "What the data are linked with.",
        (
            Part("data", "the other data"),
            Part("identifiers", "by which identifiers"),
            Part("by", "who links them", "organisation"),
            Part("safeguards", "what keeps anybody from finding out who someone is"),
        ),
    ),
    Entries(
        "retention", "retention", "How long the data are kept.",
        (
            Part("until", "until when, as a date or an event", is_date=True, or_words=True),
            Part("reason", "why so long"),
            Part("destruction", "how the data are destroyed"),
        ),
    ),
    Entries(
        "security", "security", "What shows that each organisation keeps the data safe.",
        (
            Part("organisation", "whose assurance it is", "organisation"),
            Part("assurance", "the assurance",
                 examples=("Data Security and Protection Toolkit", "ISO 27001")),
            Part("reference", "its code or reference"),
            Part("end", "until when it is in force", is_date=True),
        ),
    ),
    Entries(
        "funders", "funder", "Everybody who pays for this use.",
        (
            Part("name", "the full name", "organisation"),
            Part("role", "what it decides, and whether it sees data"),
            Part("end", "until when the funding is granted", is_date=True),
        ),
        may_be_none=True,
    ),
    Entries(
        "sponsors", "sponsor", "The sponsor of a study.",
        (
            Part("name", "the full name", "organisation"),
            Part("role", "what it decides, and whether it sees data"),
        ),
        may_be_none=True,
    ),
    Entries(
        "commercial_interest", "commercial gain", "Who gains from this use, even without money.",
        (
            Part("party", "who gains", "organisation"),
            Part("gain", "what it gains"),
            Part("safeguards", "how the benefit for health or care comes first"),
        ),
    ),
    Entries(
        "special_conditions", "special condition", "Every condition that the custodian has set.",
        (
            Part("condition", "the condition"),
            Part("met", "where and how it is met"),
            Part("end", "until when it is in force", is_date=True),
        ),
        may_be_none=True,
    ),
    Entries(
        "review", "review", "When the agreement is looked through, and by whom.",
        (
            Part("date", "when it is looked through next", is_date=True),
            Part("by", "by whom"),
        ),
    ),
    Entries(
        "lay_summary", "lay summary", "What is done and why, for readers without special knowledge.",
        (Part("text", "the summary"),),
    ),
)  # fmt: skip
# The dates that entries say, by the names that rules have for them.
ENTRY_DATES = tuple(
    f"{entries.name}_{part.key}" for entries in ENTRIES for part in entries.parts if part.is_date
)


class Columns(dict[str, int]):
    """The columns of a sheet by what they hold: the place of each among the cells of a row, from 0."""

    def __init__(self, places: Mapping[str, int], labels: Mapping[str, str]) -> None:
        super().__init__(places)
        self.labels = labels  # their headers

    def __reduce__(self) -> tuple[type[Columns], tuple[dict[str, int], Mapping[str, str]]]:
        return Columns, (dict(self), self.labels)


class Release(NamedTuple):
    """One row of a release sheet: what was released, under what.

    Its line holds the cells of the row with tabs between them. A value is None where the sheet has no such
    column, and "" where the cell is empty. `terms` is the row that prints the terms of the same dataset, in
    a workbook that keeps them apart.
    """

    line: int
    columns: Columns
    id: str | None = None
    organisation: str | None = None
    dataset: str | None = None
    type_of_data: str | None = None
    sensitivity: str | None = None
    legal_basis: str | None = None
    opt_out: str | None = None
    confidentiality: str | None = None
    frequency: str | None = None
    month: str | None = None
    terms: Release | None = None

    def holder(self, column: str) -> Release:
        """The row that prints a value: this one, or that of its terms."""
        return self.terms if self.terms and column not in self.columns else self

    def label(self, column: str) -> str:
        return self.holder(column).columns.labels[column]


ROW_COLUMNS = tuple(name for name in Release._fields if name not in {"line", "columns", "terms"})


# Columns that are recognised so that nothing else is taken for them. Nobody keeps their values, and `parse`
# names those that hold any.
NOT_USED = {
    "purpose": "the sheet of purposes says it in full",
    "minutes_number": "a number of the minutes, which says nothing without the minutes",
    "comment": "what an editor of the register noted",
}


def moved(kinds: Iterable[Values], name: str, behind: str) -> list[Values]:
    """The kinds with one moved behind another, for an output whose order is older than the table."""
    left = list(kinds)
    kind = left.pop(next(at for at, each in enumerate(left) if each.name == name))
    left.insert(next(at for at, each in enumerate(left) if each.name == behind) + 1, kind)
    return left

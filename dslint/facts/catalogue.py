"""Every collection of facts that a rule may name, with its attributes and the words they can hold.

An attribute maps to the words it can hold, or to None for free text. Rules are checked against this, and
docs/rule-language.md is made from it.
"""

from __future__ import annotations

from dslint import fields
from dslint.facts.datasets import Datasets
from dslint.fields import FIELDS, SECTIONS
from dslint.vocabularies import BUILT_IN

Attributes = dict[str, tuple[str, ...] | None]

_ORGANISATION: Attributes = {
    "name": None,
    "organisation": None,
    "kind": (
        "discloser",
        "national",
        "csu",
        "company",
        "trust",
        "ccg",
        "icb",
        "council",
        "university",
        "body",
        "team",
        "provider",
    ),
}
_PARTY: Attributes = {
    **_ORGANISATION,
    "form": ("heading", "sentence", "field"),
    "number": None,
    "missing": None,
    "act": ("receives", "holds", "processes", "passes", "transit", "supplied", "supports"),
    "does": None,
    "access": ("none", "unspecified"),
    "implied": ("true", "false"),
    "level": ("identifiable", "pseudonymised", "aggregate", "unspecified"),
}
STATES = ("filled", "empty")
IN_TERM = ("before", "within", "covers", "after")
_IDENTIFIABILITY = ("identifiable", "pseudonymised", "anonymised", "aggregated", "undisclosed")
_REASONS = (
    "none", "not_identifiable", "statutory", "deceased", "consent", "phe_exemption", "memorandum",
    "not_applicable", "births", "no_patients", "s251_waiver",
)  # fmt: skip
_GROUNDS = ("none", "s251", "consent", "statutory", "internal")
CLAIMS = (  # those of vocabulary/claims.yaml
    "opt_outs_applied", "opt_outs_not_applied", "consent_not_asked", "consent_narrow", "consent_ended",
    "consent_withdrawn", "kept_within", "goes_wider", "aggregates_only", "single_records",
    "small_numbers", "item_not_asked", "item_used", "identification_denied", "person_found", "nameless",
    "identifiers_held", "stays_home", "read_at_home", "one_use", "other_use", "service_use", "no_care",
    "to_care", "outsiders_get", "outsiders_check", "kept_in", "kept_apart", "put_together",
    "works_at_home", "closed_people", "other_people", "adults_only", "children_told", "nobody_can_tell",
    "names_given", "no_judging", "judging", "linked_with_none", "linked_by_number", "no_learning",
    "learning", "nothing_received", "yielded", "in_office", "one_copy", "other_copy", "encrypted_all",
    "not_encrypted", "own_accounts", "shared_accounts", "earlier_erased",
    "earlier_kept", "no_charge", "charge", "no_joining", "joining", "nobody_consulted", "somebody_consulted",
    "no_staff_judged", "staff_judged", "no_marketing", "marketing", "no_small_area", "small_area",
    "no_service_named", "service_named", "all_published", "may_be_held_back", "may_leave", "may_not_leave",
    "first_question", "not_asked_at_all", "compared", "none_to_compare", "outcome_told",
    "not_passed_on", "to_the_group",
)  # fmt: skip
TEXT_SECTIONS = (*(key for key in SECTIONS if key != "datasets"), "unlabelled")
DATES = (
    *fields.DATES,
    *fields.VALUE_DATES,
    *fields.ENTRY_DATES,
    "first",
    "last",
    "made",
    "known_by",
    "as_of",
    "as_of_given",
)

LISTS = frozenset(
    {"provisions", "gateways", "grounds", "has", "lacks", "opt_outs_of", "grounds_of", "level_of"}
)  # attributes with several words at once
# Collections that each row of a release sheet has of its own, with the column they come from.
OF_ROW = {kind.collection: kind.column for kind in fields.FLOWS if kind.column}
OF_PAGE = frozenset({"flags"})  # collections that belong to a page, not to an agreement
OF_RUN = frozenset({"ignores"})  # collections that belong to a run, not to any page
# The attributes of a value, by the name that the table of fields has for its meaning.
_OF_MEANING: dict[str, Attributes] = {
    "text": {},
    "answer": {"answer": None},
    "organisation": _ORGANISATION,
    "dataset": {"name": None, "dataset": None, "family": None, "known": ("true", "false")},
    "type_of_data": {"identifiability": _IDENTIFIABILITY},
    "opt_out": {
        "kind": ("opt_out", "type_of_data"),
        "meaning": ("applied", "not_applied", "unknown"),
        "reason": _REASONS,
        "identifiability": _IDENTIFIABILITY,
        "truncated": ("true", "false"),
        "run_together": ("true", "false"),
    },
    "confidentiality": {
        "grounds": _GROUNDS,
        "mixture": ("true", "false"),
    },
    "legal_basis": {
        "provisions": None,
        "gateways": (
            "pseudonymised", "publication", "consent", "s251", "function", "covid", "registration",
            "other",
        ),
        "generic": ("true", "false"),
    },
    "sensitivity": {"sensitivity": ("sensitive", "non_sensitive")},
    "access_method": {"method": ("extract", "ongoing", "system_access", "ad_hoc")},
}  # fmt: skip


def _of_entries(kind: fields.Entries) -> Attributes:
    keys = tuple(part.key for part in kind.parts)
    found: Attributes = dict.fromkeys(keys)
    for part in kind.parts:
        found |= _OF_MEANING[part.meaning]
        if part.meaning == "organisation":
            found["in_text"] = ("true", "false")
        if part.is_date:
            found[f"{part.key}_in_term"] = IN_TERM
    return {**found, "has": keys, "lacks": keys}


_OF_DRAFTS: dict[str, Attributes] = {
    "answers": {"key": None, "state": STATES},
    "shared_facts": {
        "fact": None,
        "what": None,
        "value": None,
        "source": ("key", "text"),
        "agrees": ("true", "false"),
        "section": None,
    },
    "claims": {
        "claim": CLAIMS,
        "thing": None,
        "place": None,
        "sentence": None,
        "excepted": ("true", "false"),
        "pair": None,
        "side": ("says", "against"),
        "flow": None,
        "about": ("flow", "all"),
        "opt_outs_of": ("applied", "not_applied", "unknown"),
        "grounds_of": _GROUNDS,
        "level_of": _IDENTIFIABILITY,
    },
    "beyond_limits": {
        "what": ("years", "people", "fields", "areas", "illnesses"),
        "limit": None,
        "place": None,
    },
    "figures": {"measure": None, "agrees": ("true", "false"), "place": None},
    "kept_out": {"name": None, "stance": ("none", "uses"), "place": None},
    "ages_beyond": {"limit": None, "left_out": ("true", "false"), "place": None},
    "viewers": {"kept": None, "place": None},
    "unlisted_bodies": {**_ORGANISATION, "does": None, "section": TEXT_SECTIONS},
    "standings": {
        "topic": (
            "support",
            "ethics",
            "dpia",
            "notice",
            "contract",
            "arrangement",
            "assurance",
            "funding",
        ),
        "state": ("pending", "missing", "ended", "refused", "other"),
        "section": None,
    },
    "articles": {"article": None, "words_of": None, "section": None},
    "sentences": {"key": None, "printed": None},
    "bodies_in_text": {
        **_ORGANISATION,
        "listed": ("controller", "processor", "funder", "sponsor", "other", "none"),
        "sure": ("true", "false"),
        "kept_out": ("true", "false"),
        "key": None,
        "sentence": None,
        "printed": None,
    },
    "draft_places": {
        "place": None,
        "abroad": ("true", "false"),
        "listed": ("true", "false"),
        "excepted": ("true", "false"),
    },
    "draft_datasets": {"dataset": None, "family": None, "listed": ("true", "false")},
    "addresses": {
        "key": ("locations", "processors"),
        "name": None,
        "organisation": None,
        "country": None,
        "fits": ("true", "false"),
        "listed": ("true", "false"),
    },
    "apart_from_flows": {
        "what": None,
        "side": ("agreement", "flow"),
        "role": ("apart", "other"),
        "pair": None,
    },
    "uncovered_flows": {"covers": None},
    "unused_flows": {"dataset": None},
    "supply": {"side": ("text", "key"), "often": None, "agrees": ("true", "false"), "other": None},
    "unlisted_links": {"source": None},
    "draft_counts": {"noun": None, "number": None, "listed": None, "agrees": ("true", "false")},
    "near_names": {"meant": None},
}

COLLECTIONS: dict[str, Attributes] = {
    **_OF_DRAFTS,
    "record": {
        "reference": None,
        "base_reference": None,
        "version": None,
        "title": None,
        "layout": ("legacy", "register", "workbook"),
        "draft": ("true", "false"),
        "form": ("standard", "bare", "local", "irregular", "none"),
        "whole_text": ("true",),
        "labelled": ("true", "false"),
    },
    "fields": {"key": FIELDS, "state": STATES},
    "sections": {"key": SECTIONS, "state": STATES},
    "commercial": {"answer": ("yes", "no")},
    **{kind.collection: _OF_MEANING[kind.meaning] for kind in fields.VALUES},
    "datasets": {**_OF_MEANING["dataset"], "nearest": None},
    **{kind.of_rules: _of_entries(kind) for kind in fields.ENTRIES if not kind.is_flow},
    "dataset_mentions": {
        "section": TEXT_SECTIONS,
        "dataset": None,
        "family": None,
        "form": ("name", "words"),
        "flow": ("required", "obtained", "disseminated", "requested", "elsewhere", "none"),
        "negated": ("true", "false"),
    },
    "stated_purposes": {
        "purpose": ("invoice_validation", "risk_stratification", "commissioning", "direct_care"),
        "form": ("heading", "mention"),
        "section": TEXT_SECTIONS,
    },
    "placeholders": {"what": None, "answer": None},
    "remarks": {"about": None},
    "named_controllers": _PARTY,
    "processors": {"section": TEXT_SECTIONS, **_PARTY, "has_steps": ("true", "false")},
    "populations": {"section": TEXT_SECTIONS, **_ORGANISATION},
    "unknown": {
        "kind": ("value", "label", "dataset", "organisation"),
        "key": None,
        "belongs_to": None,
        "nearest": None,
    },
    "processor_labels": {"number": None, "missing": None},
    "actors": _PARTY,
    "parties": {
        **_ORGANISATION,
        "role": ("controller", "processor"),
        "base_reference": None,
        "begins": None,
        "ends": None,
        "lifetime": ("not_yet", "within", "outlived", "no_longer"),
        "related_body_listed": ("true", "false"),
        "source": None,
    },
    "dates_in_text": {
        "date": None,
        "form": ("planned", "past", "ends"),
        "section": TEXT_SECTIONS,
        "past": ("true", "false"),
        "in_term": IN_TERM,
        "of": None,
    },
    "incidents": {},
    "statements": {
        "section": TEXT_SECTIONS,
        "type": (
            "role", "act", "level", "minimisation", "territory", "place", "personnel", "retention",
            "frequency", "request", "onward", "linkage", "reidentification",
        ),
        "role": ("processor", "controller", "none"),
        "act": ("receives", "holds", "processes", "passes", "transit", "supplied", "supports"),
        "party": None,
        "organisation": None,
        "dataset": None,
        "family": None,
        "level": ("identifiable", "pseudonymised", "anonymised", "aggregate", "suppressed", "unspecified"),
        "meaning": ("again", "once", "kept", "destroyed"),
        "polarity": ("yes", "no"),
        "modality": ("is", "will", "may", "must"),
        "excepted": ("true", "false"),
    },
    "territory_limits": {"countries": None},
    "places": {"section": (*TEXT_SECTIONS, "locations"), "outside": ("true", "false")},
    "linkages_told": {
        "form": ("linked", "banned"),
        "against": ("true", "false"),
        "listed": ("true", "false"),
        "source": None,
    },
    "names": {"section": TEXT_SECTIONS, **_ORGANISATION},
    "acronyms": {**_ORGANISATION, "acronym": None},
    "recipient": _ORGANISATION,
    "without_access": _PARTY,
    "gaps": {"before": None, "number": None, "section": TEXT_SECTIONS},
    "spellings": {"meant": None, "spelling": None},
    "counts": {
        "number": None,
        "noun": None,
        "listed": None,
        "agrees": ("true", "false"),
        "position": ("below", "inline", "above", "elsewhere"),
        "list": None,
    },
    "counted": {"list": None},
    "repeats": {
        "form": (
            "paragraph", "entry", "numbered", "elsewhere", "cut", "dataset", "sentence", "stretch", "passage",
            "doubled", "echo",
        ),
        "section": (*TEXT_SECTIONS, "datasets"),
        "occurrence": ("first", "again"),
        "original": None,
        "block": None,
    },
    "regimes": {"aspect": ("opt_outs", "legal_basis"), "value": None, "base_reference": None},
    "releases": {
        "id": None,
        "dataset": None,
        "organisation": None,
        "month": None,
        "opt_out": None,
        "meaning": ("applied", "not_applied", "unknown"),
        "reason": _REASONS,
        "identifiability": _IDENTIFIABILITY,
        "type_of_data": None,
        "consented": ("true", "false"),
        "usual": ("true", "false"),
    },
    "flags": {"kind": ("mixed-opt-outs-same-month", "cell-cut-short")},
    "ignores": {
        "number": None,
        "about": None,
        "rule": None,
        "agreement": None,
        "path": None,
        "match": None,
        "reason": None,
        "until": None,
        "state": ("used", "unused", "expired", "unchecked"),
    },
}  # fmt: skip

OF_DRAFTS = frozenset(("placeholders", *_OF_DRAFTS))  # collections that only drafts have

# What is made of the text: text that is not printed may have more of it.
OF_TEXT = frozenset(
    (
        *(name for name, known in COLLECTIONS.items() if "section" in known),
        "named_controllers", "processor_labels", "actors", "parties", "acronyms", "without_access", "counts",
    )
)  # fmt: skip


def attributes(collection: str) -> Attributes:
    """The attributes of a collection's items; `text`, as printed, is one of each.

    A project may name datasets; it adds no families of them.
    """
    found: Attributes = {"text": None, **COLLECTIONS[collection]}
    return {**found, "family": BUILT_IN.derived(Datasets).families} if "family" in found else found


__all__ = [
    "COLLECTIONS", "DATES", "FIELDS", "LISTS", "OF_DRAFTS", "OF_PAGE", "OF_ROW", "OF_RUN", "OF_TEXT",
    "SECTIONS", "STATES", "TEXT_SECTIONS",
    "Attributes", "attributes",
]  # fmt: skip

"""Who the text calls a processor or a controller, and who does something with the data."""

from __future__ import annotations

import pytest
from conftest import assemble

from dslint.facts import AgreementFacts, DocumentFacts
from dslint.facts.candidates import Candidates
from dslint.facts.organisations import OrganisationMention
from dslint.facts.parties import LONGEST_STATEMENT
from dslint.facts.reading import Reading
from dslint.patterns import MASK
from dslint.vocabularies import BUILT_IN

HEAD = "Opt outs honoured: No - data flow is not identifiable\nLegal basis: NHS Act 2006 – s251\n"


def facts_of(processing: str, recipient: str = "NHS Moor CCG") -> AgreementFacts:
    text = f"{recipient} — DARS-NIC-123456-A1B2C\n{HEAD}Processing:\n{processing}\n"
    return DocumentFacts(assemble("page.txt", text)).agreements[0]


def names(facts: AgreementFacts, collection: str) -> list[str]:
    return sorted({item.get("name") for item in facts.collection(collection) or []})


PROCESSORS = [
    # a name without a known ending, in a statement of its role
    ("Skyline Web Services (SWS) is a Data Processor for the CCG.", ["Skyline Web Services (SWS)"]),
    ("Skyline Web Services is named as a data processor in this Agreement.", ["Skyline Web Services"]),
    ("The data processor Tallhouse Consulting undertakes IT consultancy.", ["Tallhouse Consulting"]),
    ("Orbek acts as a data processor.", ["Orbek"]),
    ("The data are kept by an approved supplier, Orbek (the data processor).", ["Orbek"]),
    ("The Coastal Safety Agency (CSAX) is a data processor.", ["Coastal Safety Agency (CSAX)"]),
    ("The Harbour Institute is an approved processor.", ["Harbour Institute"]),
    ("Tarn Registry will act as the processor.", ["Tarn Registry"]),
    # the role behind what the body does
    ("Tarn Ltd provides services for backups and will store copies as a Processor.", ["Tarn Ltd"]),
    ("Copies are kept by Tarn Ltd as a processor of the trust.", ["Tarn Ltd"]),
    ("As a processor of the trust, Tarn Ltd stores the data.", ["Tarn Ltd"]),
    ("Tarn Ltd prints the letters in the role of a Processor.", ["Tarn Ltd"]),
    ("The University of Fenham provides Tarn Ltd, as a processor, with a copy.", ["Tarn Ltd"]),
    ("The trust uses Tarn Hosting as its data processor.", ["Tarn Hosting"]),
    ("Data used by Tarn Hosting, the data processor, are encrypted.", ["Tarn Hosting"]),
    # a country in brackets is no second name
    (
        "Processing for commissioning will be conducted by Quaynote Health Solutions (UK) Ltd",
        ["Quaynote Health Solutions (UK) Ltd"],
    ),
    ("Data Processor 1 - Quaynote Solutions (UK) Limited", ["Quaynote Solutions (UK) Limited"]),
    # several bodies in one statement
    (
        "A small number of employees from the University of Fenham, University of Holm, Vale Hospitals Trust"
        " and BLOODCO may act as additional data processors.",
        ["BLOODCO", "University of Fenham", "University of Holm", "Vale Hospitals Trust"],
    ),
    ("Fenham University and TARNCO may both act as data processors.", ["Fenham University", "TARNCO"]),
    (
        "MOOR has sub-contracts for data processing with Formpress Ltd (who scan the forms) and Azure.",
        ["Azure", "Formpress Ltd"],
    ),
    (
        "RCE has sub-contracts for data processing with Formpress Ltd and Azure (whose server RCE uses).",
        ["Azure", "Formpress Ltd"],
    ),
    ("The trust subcontracts the data processing to Formpress Ltd.", ["Formpress Ltd"]),
    (
        "The team are based at the Royal College of Examiners and the Northmoor School of Medicine, hence"
        " including both organisations as data processors.",
        ["Northmoor School of Medicine", "Royal College of Examiners"],
    ),
    (
        "The database is run by Fenham University and Holm University, therefore listed as data processors.",
        ["Fenham University", "Holm University"],
    ),
    (
        "For clarity, any access by Cabletown, Vale and Holm NHS Foundation Trust and Lumenet supply IT"
        " infrastructure and are therefore listed as a data processor.",
        ["Cabletown", "Lumenet", "Vale and Holm NHS Foundation Trust"],
    ),
    # a document and a place to work in are no bodies
    (
        "The university is the Data Controller for this Data Sharing Agreement and Oakland Hosting Ltd will"
        " act as a Data Processor.",
        ["Oakland Hosting Ltd"],
    ),
    (
        "Under the Secure Research Environment, Orbek and the Data Access Committee, Tarn Ltd acts as a data"
        " processor.",
        ["Tarn Ltd"],
    ),
    (
        "Lumenet supply IT infrastructure for Vale CSU and are therefore listed as a data processor.",
        ["Lumenet"],
    ),
    # headings
    ("Data Processor 1 (East Moorland CSU)", ["East Moorland CSU"]),
    ("Data Processor 2 (North, Middle and South CSU)", ["North, Middle and South CSU"]),
    ("Risk stratification (Processor 1 - Orbek)", ["Orbek"]),
    ("1) The data is sent to North Fell CSU (Data Processor 1), who hold the SUS data.", ["North Fell CSU"]),
    ("The data is sent to Tarn CSU (the data processor).", ["Tarn CSU"]),
    ("Data Processor 1 -\nNorth Fell CSU (NFCS)\n1. Data is passed.", ["North Fell CSU (NFCS)"]),
    ("Data Processor 2\nOrbek\n1. The CCG sends the data.", ["Orbek"]),
    (
        "Data Processor 1 Western Vale Commissioning Support Unit and 6 Fenham CCG",
        ["Fenham CCG", "Western Vale Commissioning Support Unit"],
    ),
    (
        "Data Processor 2 - Quaynote Services and Dr Harrow Limited",
        ["Dr Harrow Limited", "Quaynote Services"],
    ),
    ("Data Processor 4 -AH Tarn Ltd", ["AH Tarn Ltd"]),
    # one processor, and others behind a comma who are none
    (
        "Staff of the unit, their data processor, Tarn Consulting Ltd, Orrin Ltd and students.",
        ["Tarn Consulting Ltd"],
    ),
    ("Fell University, the data processor (Tarn Consulting Ltd), uses the data.", ["Tarn Consulting Ltd"]),
    # who does the work of a purpose
    ("Invoice validation is provided by Tarn Ltd and Vale CSU.", ["Tarn Ltd", "Vale CSU"]),
    ("INVOICE VALIDATION - Tarn Ltd\n1. The data are checked.", ["Tarn Ltd"]),
    ("The appointed CEfF is Tarn Ltd.", ["Tarn Ltd"]),
    ("Risk Stratification will be conducted by  Tarn Ltd", ["Tarn Ltd"]),
    (
        "Vale CSU, who is carrying out processing on behalf of the data controller, uses a cloud.",
        ["Vale CSU"],
    ),
    # a list that a sentence opens
    (
        "Moor England will use 2 Commissioning Support Units as data processors to support it as below:\n"
        "-\tVale Commissioning Support Unit\n-\tFell Commissioning Support Unit",
        ["Fell Commissioning Support Unit", "Vale Commissioning Support Unit"],
    ),
    (
        "The council has engaged these firms as its processors for the work, as follows:\n"
        "- Tarn Ltd\n- Orrin Ltd\nThe data are kept.",
        ["Orrin Ltd", "Tarn Ltd"],
    ),
    (
        "Two companies have been appointed as data processors, listed below.\n- Tarn Ltd\n- Orrin Ltd",
        ["Orrin Ltd", "Tarn Ltd"],
    ),
    # who does the work as one, and who does it beside another
    (
        "The Vale Institute will carry out data analysis as a Data Processor for the council.",
        ["Vale Institute"],
    ),
    ("Orbek undertakes the matching of the records as a data processor of the CCG.", ["Orbek"]),
    (
        "University of Fell will be data processor along with Moor Hospitals NHS Trust.",
        ["Moor Hospitals NHS Trust", "University of Fell"],
    ),
    ("Orbek is a processor together with Tarn Ltd.", ["Orbek", "Tarn Ltd"]),
    (
        "Fell University (FU) acts as the sole data controller who is also acting as the data processor.",
        ["Fell University (FU)"],
    ),
    ("Holm University decides on the purpose, and also acts as data processor.", ["Holm University"]),
    ("Risk Stratification  - Data Processor(s) - Vale CSU and The Orbek", ["Orbek", "Vale CSU"]),
    ("Orbek Web Services is, strictly, a data processor in this sense.", ["Orbek Web Services"]),
    ("Invoice Validation Data Processor(s) - Vale CSU", ["Vale CSU"]),
    ("Data Processor(s): Tarn Ltd", ["Tarn Ltd"]),
    # a word that stands for the one body it can mean
    ("Tarn Analytics Ltd cleans the records. The company is a data processor.", ["Tarn Analytics Ltd"]),
    ("Orrin Ltd hosts the records.\nThe firm will act as a data processor for the CCG.", ["Orrin Ltd"]),
    ("Fell NHS Trust links it, and the Trust is listed as the data processor.", ["Fell NHS Trust"]),
    ("The data processor is the council. Moor County Council runs the service.", ["Moor County Council"]),
    ("Orrin Ltd hosts the records. It is a data processor.", ["Orrin Ltd"]),
    ("The Tarn Registry codes the forms. They act as a data processor of the CCG.", ["Tarn Registry"]),
    # names in a list, with a word between them
    (
        "The following data processor can access the following data for the purpose of commissioning:\n"
        "Vale CSU\nand\nTarn Ltd\n- Secondary Uses Service",
        ["Tarn Ltd", "Vale CSU"],
    ),
]


@pytest.mark.parametrize(("text", "expected"), PROCESSORS)
def test_processors(text: str, expected: list[str]) -> None:
    assert names(facts_of(text), "processors") == expected


@pytest.mark.parametrize(
    "text",
    [
        "NHS Digital acts as a data processor.",
        "Data Processor 1 - NHS Digital",
        "Orbek and Tarnet are neither a data processor nor a data controller.",
        "Moor University is a co-applicant but not a data processor.",
        "Data Processors must only act upon specific instructions from the Data Controller.",
        "Data Processor 1",
        "Data Processor 1\n1. The CCG sends the data.",
        "Risk Stratification\nData Processor 1\nCommissioning",
        "The data is kept at an address that is registered as a 'Data Processor' address.",
        "Tarn Ltd is listed as a data processing and storage location.",
        "The data is processed on behalf of the data processor, but Orbek has no part in it.",
        "Vale CSU replaced Orbek, having replaced Tarnet as a data processor, before 2019.",
        "The Director of Strategy is the data processor lead.",
        "NHS E/I's data processor must keep a record of it.",
        "Sentences such as This Agreement act as a guide for each data processor.",
        "The contract of Fell University and Orbek (which has data processor arrangements) is signed.",
        "The service uses 2 Commissioning Support Units as data processors.",
        "Moor Region\t\tSupporting CSU (Data Processor)",
        "The Supporting CSU is a data processor.",
        "Records are not passed to anyone as a data processor, as below:\n- Tarn Ltd\n- Orrin Ltd",
        "Orbek, like any processor together with Tarn Ltd, has to train its staff.",
        "Orbek will carry out the audit of each data processor.",
        "Orbek holds the key, and no other body also acts as data processor.",
        "Tarn Ltd and Orrin Ltd clean the records. The company is a data processor.",
        "Tarn Ltd and Orrin Ltd clean the records. It is a data processor.",
        "Tarn Ltd cleans the records. The trust is a data processor.",
        "The company is a data processor.",
        "Tarn Ltd cleans the records. The company is not a data processor.",
        "It is a data processor.",
        "The units (as part of Fell University) are data processors.",
        "Tarn Ltd stores the data as any processor would.",
        "Until 2019 the institute used Tarn Hosting as its data processor.",
        "The study used Tarn Hosting as its data processor at that time.",
        "Before 2019, Tarn Hosting was the data processor.",
        "Previously, Tarn Ltd stored the data as a processor.",
    ],
)
def test_no_processors(text: str) -> None:
    assert names(facts_of(text), "processors") == []


CONTROLLERS = [
    (
        "The Data Controllers under this Data Sharing Agreement are;\nVale CSU\nMoor University",
        ["Moor University", "Vale CSU"],
    ),
    ("Joint controllers for the project include the following:\n- Moor University", ["Moor University"]),
    (
        "The University of Northmoor is the study sponsor and the sole Data Controller.",
        ["University of Northmoor"],
    ),
    ("MOORWATCH is the data controller of the second study.", ["MOORWATCH"]),
    ("Vale Analytics act as sole Data Controller for the third.", ["Vale Analytics"]),
    (
        "It is funded by the data controller, Moor Hospitals NHS Foundation Trust, and run by its staff.",
        ["Moor Hospitals NHS Foundation Trust"],
    ),
    ("The National Standards Board is therefore the sole data controller.", ["National Standards Board"]),
    ("The study is led by Fenham University, who are the Data Controller.", ["Fenham University"]),
    ("The data are handled by staff of the data controller (University of Holm).", ["University of Holm"]),
    (
        "This agreement has Joint Data Controllership - consisting of the Audit Improvement Partnership (AIP)"
        " and NHS England.",
        ["Audit Improvement Partnership (AIP)", "NHS England"],
    ),
    (
        "The joint data controllership of Fenham University and Holm University.",
        ["Fenham University", "Holm University"],
    ),
    (
        "A consortium of organisations as listed below are the data controllers and their staff see it:\n"
        "\nUniversity of Fenham\nHoln University\nThe Vale Institute for Standards\n\n"
        "A future amendment will add the following:\n\nUniversity of Tarn",
        ["Holn University", "University of Fenham", "Vale Institute for Standards"],
    ),
    ("1. University of Northmoor (sole data controller and data processor)", ["University of Northmoor"]),
    (
        "Inner Northmoor College are sole data controllers for this Agreement and Quaynote Limited are data"
        " controllers for Agreement DARS-NIC-910001-Z9Z9Z.",
        ["Inner Northmoor College"],
    ),
    (
        "The Institute of Tarn Research is the research sponsor and the controller as the organisation"
        " responsible for ensuring that the Data will only be processed for the purpose described above.",
        ["Institute of Tarn Research"],
    ),
    (
        "The data was requested by Fenham University (FU) who are acting as the sole data controller.",
        ["Fenham University (FU)"],
    ),
    ("Holm University, which is acting as controller, sends the cohort.", ["Holm University"]),
    (
        "Vale Analytics decide on the methods of the study, and act as sole Data Controller.",
        ["Vale Analytics"],
    ),
    ("Orbek sets the purpose and therefore acts as the controller.", ["Orbek"]),
    (
        "Moor Hospitals NHS Trust will oversee the work in their role of Sponsor and Data Controller.",
        ["Moor Hospitals NHS Trust"],
    ),
    ("The data controller for the TARN and VALE studies is the University of Holm.", ["University of Holm"]),
    ("Fell University is the sole Data Controller of the MOOR cohort.", ["Fell University"]),
    ("The Data Controller for the VALE trial is Fell University.", ["Fell University"]),
    ("Moor NHS Trust leads the study.\nThe Trust is the sole data controller.", ["Moor NHS Trust"]),
    ("The CCG is the data controller.", ["NHS Moor CCG"]),
    ("Holm University leads the study. It acts as the data controller.", ["Holm University"]),
    ("MOORA decides how the data are analysed and they are joint controllers of it.", ["MOORA"]),
    (
        "Moor Agency is the data controller in respect of data collected by, and processed within, the test.",
        ["Moor Agency"],
    ),
    ("Moor Agency acts as the controller in respect of all data that the study uses.", ["Moor Agency"]),
    ("Moor Agency is the data controller in respect of its own records.", []),
    ("Moor Agency is the data controller in respect of GP data.", []),
    ("Moor Agency is the data controller in respect of DARS-NIC-910001-Z9Z9Z.", []),
    (
        "Pseudonymised data is provided to Moor Forest Council only, who act as the data controller and data"
        " processor for this access agreement.",
        ["Moor Forest Council"],
    ),
    ("GSKP are both a data controller and processor for this study.", ["GSKP"]),
]


@pytest.mark.parametrize(("text", "expected"), CONTROLLERS)
def test_named_controllers(text: str, expected: list[str]) -> None:
    assert names(facts_of(text), "named_controllers") == expected


@pytest.mark.parametrize(
    "text",
    [
        "Holm University is the controller of the transferred data.",
        "Holm University was the data controller at this time.",
        "Holm University are joint data controllers for the HRC collected data.",
        "Holm University is not a data controller.",
        "Holm University has no part in what the data controller decides.",
        "CCGs should work with general practices to help them fulfil data controller responsibilities.",
        "Holm NHS Trust and Fell NHS Trust lead the study. The Trust is the data controller.",
        "Holm University and Fell University lead the study. It is the data controller.",
        "Holm University leads the study. It is not a data controller.",
        "Holm University asks Fell University for the plan, and acts as the data controller decides.",
        "The data controller for each of the trusts is named by Holm University.",
        "Holm University uses it and they are joint controllers under Agreement NIC-12345.",
        "Holm University is an employer of staff of the data controller.",
    ],
)
def test_no_named_controllers(text: str) -> None:
    assert names(facts_of(text), "named_controllers") == []


def test_one_body_with_two_roles() -> None:
    facts = facts_of("University of Northmoor (sole data controller and data processor)")
    assert names(facts, "processors") == names(facts, "named_controllers") == ["University of Northmoor"]


def test_the_recipient_is_a_processor_where_the_word_stands() -> None:
    facts = facts_of("The Data Processor is the Royal College of Examiners.", "Royal College of Examiners")
    assert names(facts, "processors") == ["Royal College of Examiners"]
    facts = facts_of("Invoice validation will be conducted by NHS Moor CCG and Tarn Ltd.")
    assert names(facts, "processors") == ["Tarn Ltd"]


ACTORS = [
    ("Orrin Backup Limited provides IT back up services to Fell University.", ["Orrin Backup Limited"]),
    ("Tarn Ltd supplies storage to it and will store copies of the Data.", ["Tarn Ltd"]),
    ("The servers will be moved to the Cable Park site, owned by Tarn Ltd.", ["Tarn Ltd"]),
    ("We use a company called Movewell. Movewell would pack servers.", ["Movewell"]),
    ("Tarn Ltd will be physically transporting the hardware.", ["Tarn Ltd"]),
    ("The data are stored within the cloud environment of Microsoft Azure.", ["Microsoft Azure"]),
    ("Tarn Hosting Ltd stores the data.", ["Tarn Hosting Ltd"]),
    ("The Vale Partnership (VPX) is a study group. The data are passed to VPX.", ["VPX"]),
    (
        "Tarn Ltd supply cloud services for Vale CSU and Orrin Ltd and are listed as a data processor.",
        ["Orrin Ltd", "Tarn Ltd", "Vale CSU"],
    ),
    ("Orrin Trust provides IT infrastructure to Vale CSU and is listed as a data processor.", ["Vale CSU"]),
    # a supplier to others says nothing of the others
    (
        "Tarn Ltd supply the building for Orrin Ltd and do not access the data. Orrin Ltd stores the data.",
        ["Orrin Ltd"],
    ),
]


@pytest.mark.parametrize(("text", "expected"), ACTORS)
def test_actors(text: str, expected: list[str]) -> None:
    assert names(facts_of(text), "actors") == expected


@pytest.mark.parametrize(
    "text",
    [
        "Tarn Ltd processes the GP data. Tarn Ltd is neither a data processor nor a data controller.",
        "The data are held by Tarn Ltd. Tarn Ltd will not have access to any data.",
        "The data will not be stored by Tarn Ltd.",
        "Tarn Ltd provide cloud services for Vale CSU and do not access data; they supply a site.",
        "Tarn Ltd supplies cleaning services to the trust.",
        "The clinic moved to a building, owned by Tarn Ltd.",
        "Tarn Ltd carries passengers. Movewell packs boxes.",
        # what was
        "Pseudonymised data were shared with the University of Fenwick under version 1.",
        "Under version 2, records were sent to Tarn Ltd.",
        "In an earlier version of this agreement data were sent to the University of Holm.",
        # what may come, and what is somebody's own
        "If approved, the data would be sent to Tarn Ltd under an amendment.",
        "A later amendment would have the data stored by Tarn Ltd.",
        "Tarn Ltd sends its own records of repairs to the university.",
        "The data are stored on Microsoft Windows servers of the university.",
        # where something stands, and nobody
        "The data are stored in the company's own data centre in Reading by its employees.",
        "The data are kept on servers in Hull and in one data centre at Slough.",
        "The database is held in a data centre in Milton Keynes.",
        "The data are stored on servers in Germany.",
        "The data are hosted in Quenby by the trust.",
    ],
)
def test_no_actors(text: str) -> None:
    assert names(facts_of(text), "actors") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Brindle is a service hosted by Fell University. The data are held by BRX.", []),
        ("The data was sent to Moor Linkage (MOLI) Databank, Fell University. MOLI stores the data.", []),
        ("MOLI is part of Fell University. The data are stored on the servers of MOLI.", []),
        (
            "MOLI is a company that Fell University owns. The data are stored on the servers of MOLI.",
            ["MOLI"],
        ),
        ("MOLI is part of Holm University. The data are stored on the servers of MOLI.", ["MOLI"]),
    ],
)
def test_a_part_of_a_body_has_its_role(text: str, expected: list[str]) -> None:
    assert names(facts_of(f"Fell University is a data processor. {text}"), "actors") == expected


@pytest.mark.parametrize(
    ("text", "taken", "expected"),
    [
        ("Harbour Institute and the Coastal Agency keep it.", [], ["Harbour Institute", "Coastal Agency"]),
        (
            "The Institute for Moor and Vale Studies College",
            [],
            ["Institute for Moor and Vale Studies College"],
        ),
        ("Quaynote and Orbek keep it.", [], ["Quaynote", "Orbek"]),
        # what goes on from a name that is known is no other one, and what stands around it is
        ("NHS Digital Services keeps it with Orbek", ["NHS Digital"], ["Orbek"]),
        ("Quaynote, NHS Digital and Orbek", ["NHS Digital"], ["Quaynote", "Orbek"]),
        ("NHS Digital, NHS England", ["NHS Digital", "NHS England"], []),
        # a body has a place or a cloud, and only a place has the data "in" it
        ("A copy is kept in a data centre in Slough.", [], []),
        ("All servers in Bergen are run by Orbek.", [], ["Orbek"]),
        ("A copy is kept in the Orbek cloud, and by Quaynote.", [], ["Orbek", "Quaynote"]),
        ("It is held in Harbour Analytics.", [], ["Harbour Analytics"]),
        (" Orbek keeps it.", [], ["Orbek"]),
        ("nothing with a capital", [], []),
    ],
)
def test_names_that_nobody_knows(text: str, taken: list[str], expected: list[str]) -> None:
    mentions = tuple(
        OrganisationMention(at, at + len(name), name, name.casefold(), None)
        for name in taken
        if (at := text.index(name)) >= 0
    )
    found = BUILT_IN.derived(Candidates).find(text, mentions)
    assert [each.name for each in found] == expected
    assert [text[each.start : each.end] for each in found] == expected


def test_a_line_that_is_too_long_names_nobody() -> None:
    """Such lines are lists of hundreds of names, or no text at all."""
    name = "Moor Analytics Ltd"
    reading = BUILT_IN.derived(Reading)
    for length, expected in ((LONGEST_STATEMENT, [name]), (LONGEST_STATEMENT + 1, [])):
        line = reading.lines[f"{name} links the data. ".ljust(length, "x")]
        assert [fact.text for fact in line.names] == expected if line else not expected


def test_an_acronym_that_a_record_spells_out_in_two_ways() -> None:
    facts = facts_of(
        "The Moor Health Authority (MHA) keeps it.\nThe Moors Health Authority (MHA) reads it.\n"
        "The Mill House Agency (MHA) stores it."
    )
    found = [(item.get("acronym"), item.get("organisation")) for item in facts.collection("acronyms") or []]
    first, second, third = (organisation for _, organisation in found)
    assert {acronym for acronym, _ in found} == {"MHA"}
    assert first == second  # the ends of words are no other name
    assert third != first


def numbered(*lines: str) -> list[tuple[int, int, str, str | None]]:
    """The line, the column, the name and the number of each processor."""
    found = facts_of("\n".join(lines)).collection("processors") or []
    assert all(item.get("form") == "heading" and item.get("access") == "unspecified" for item in found)
    return [(i.span.line - 4, i.span.column, i.text, i.get("number")) for i in found]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["Data Processor 1 - Tarn Ltd"], [(1, 20, "Tarn Ltd", "1")]),
        (["Data Processor 1", "Orbek", "Words."], [(2, 1, "Orbek", "1")]),
        (["Words.", "Data Processor 12:", "", "Orbek.", "Orbek Two"], [(4, 1, "Orbek", "12")]),
        (
            ["Data Processor 1 Western Vale Commissioning Support Unit and 6 Fenham CCG"],
            [(1, 18, "Western Vale Commissioning Support Unit", "1"), (1, 64, "Fenham CCG", "6")],
        ),
        # as many names as numbers are told apart, and of others nothing is known
        (
            ["Data Processors 1 and 2 - Moor CSU and Vale CSU"],
            [(1, 27, "Moor CSU", "1"), (1, 40, "Vale CSU", "2")],
        ),
        (
            ["Data Processors 1, 2 and 3 - Moor CSU and Vale CSU"],
            [(1, 30, "Moor CSU", None), (1, 43, "Vale CSU", None)],
        ),
        (
            ["Data Processor 1 and 2 - Orbek Services"],
            [(1, 26, "Orbek Services", "1"), (1, 26, "Orbek Services", "2")],
        ),
        (
            ["Data Processor 1 - Tarn Ltd (hosting Vale CSU)"],
            [(1, 20, "Tarn Ltd (hosting Vale CSU)", "1"), (1, 38, "Vale CSU", None)],
        ),
        (
            ["Data Processor 1 - Tarn Ltd, Vale CSU and Moor CSU"],
            [(1, 20, "Tarn Ltd", "1"), (1, 30, "Vale CSU", None), (1, 43, "Moor CSU", None)],
        ),
        (
            ["Data Processor 2 - North, Middle and South CSU"],
            [(1, 20, "North, Middle and South CSU", "2")],
        ),
    ],
)
def test_the_numbers_of_processors(
    lines: list[str], expected: list[tuple[int, int, str, str | None]]
) -> None:
    assert numbered(*lines) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Data Processor 1 - Tarn Ltd", [("Data Processor 1", "1")]),
        (
            "Data Processors 1 and 2 - Moor CSU",
            [("Data Processors 1 and 2", "1"), ("Data Processors 1 and 2", "2")],
        ),
        (
            "Yes; Data Processor 3 and data processor 14 keep it.",
            [("Data Processor 3", "3"), ("data processor 14", "14")],
        ),
        ("The data processor keeps 3 copies.", []),
    ],
)
def test_labels_of_processors(text: str, expected: list[tuple[str, str]]) -> None:
    found = facts_of(text).collection("processor_labels") or []
    assert [(item.text, item.get("number")) for item in found] == expected
    assert [text[i.span.column - 1 : i.span.end_column - 1] for i in found] == [text for text, _ in expected]


LIST = "A consortium of organisations as listed below are the data controllers and their staff see it:"


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["- Moor University", "- Vale University"], ["Moor University", "Vale University"]),
        (["1. Moor University", "the Vale University"], ["Moor University", "Vale University"]),
        (["Moor University", "and", "Vale University"], ["Moor University", "Vale University"]),
        (["Moor University", "", "Vale University"], ["Moor University", "Vale University"]),
        (["Moor University", "It ends here.", "Vale University"], ["Moor University"]),
        (
            ["- Moor University", "- with other words", "- Vale University"],
            ["Moor University", "Vale University"],
        ),
        (["- staff of Moor University", "- Vale University"], ["Vale University"]),
        (["Moor University", "Tarn Ltd will do the work.", "Vale University"], ["Moor University"]),
        (["Moor University", "", "Tarn Ltd is paid for it."], ["Moor University"]),
        (["- Moor University", "- Tarn Ltd is one too."], ["Moor University", "Tarn Ltd"]),
        (
            ["- Moor University", "Data Processor 1 - Tarn Ltd", "- Vale University"],
            ["Moor University", "Vale University"],
        ),
    ],
)
def test_how_far_a_list_of_parties_reaches(lines: list[str], expected: list[str]) -> None:
    assert names(facts_of("\n".join([LIST, *lines])), "named_controllers") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tarn Ltd stores the identifiable data.", ("holds", "identifiable", "unspecified")),
        ("Tarn Ltd stores the pseudonymised data.", ("holds", "pseudonymised", "unspecified")),
        ("Tarn Ltd stores the aggregated data.", ("holds", "aggregate", "unspecified")),
        ("Tarn Ltd stores the data.", ("holds", "unspecified", "unspecified")),
        (
            "Tarn Ltd stores the data. Nobody there has access to the data.",
            ("holds", "unspecified", "unspecified"),
        ),
        ("The data are passed to Tarn Ltd.", ("receives", "unspecified", "unspecified")),
    ],
)
def test_what_an_actor_does_and_with_which_data(text: str, expected: tuple[str, str, str]) -> None:
    (item,) = facts_of(text).collection("actors") or []
    assert (item.get("act"), item.get("level"), item.get("access")) == expected
    assert (item.get("form"), item.get("implied"), item.get("number")) == ("sentence", False, None)


def test_a_sentence_with_very_many_names_is_a_list() -> None:
    for count in (30, 31):
        people = ", ".join(f"Quay{'abcdefghijklmnopqrstuvwxyzABCDE'[n]}note Ltd" for n in range(count - 1))
        text = f"Tarn Ltd stores the data of {people}."
        assert names(facts_of(text), "actors") == (["Tarn Ltd"] if count == 30 else [])


@pytest.mark.parametrize(("length", "expected"), [(20_000, ["Moor Analytics Ltd"]), (20_001, [])])
def test_a_line_of_more_than_twenty_thousand_letters_names_nobody(length: int, expected: list[str]) -> None:
    line = "Moor Analytics Ltd stores the data. ".ljust(length, "x")
    assert names(facts_of(line), "actors") == expected


SAID = [
    *(
        (text, "processors", expected)
        for text, expected in PROCESSORS
        if "rocessor 1 " not in text and "rocessor(s)" not in text
    ),
    *((text, "named_controllers", expected) for text, expected in CONTROLLERS),
    *((text, "actors", expected) for text, expected in ACTORS),
]


@pytest.mark.parametrize(
    ("text", "collection", "expected"), [each for each in SAID if not each[0].startswith("Data Processor")]
)
def test_a_sentence_says_the_same_behind_another(text: str, collection: str, expected: list[str]) -> None:
    """Places in a sentence are not places in its line."""
    facts = facts_of(f"It begins here, in other words. {text}")
    assert names(facts, collection) == expected
    for item in facts.collection(collection) or []:
        assert facts.document.text_of(item.span) == item.text


def test_roles_come_in_the_order_of_the_lines() -> None:
    said = "{} is a data processor. {} is a data processor."
    text = "\n".join(
        [said.format("Vale CSU", "Tarn Ltd"), "Outputs:", said.format("Moor CSU", "Fell Ltd"), "Objectives:"]
    )
    found = facts_of(f"{text}\nOrrin Ltd is a data processor.").collection("processors") or []
    assert [item.text for item in found] == ["Vale CSU", "Tarn Ltd", "Moor CSU", "Fell Ltd", "Orrin Ltd"]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("NHS Vale CCG", ["NHS Vale CCG"]),
        (" NHS Vale CCG: ", ["NHS Vale CCG"]),
        ("The NHS Vale CCG", []),
        ("NHS Vale CCG keeps it", []),
        ("NHS Vale CCG and Tarn Ltd", []),
        ("- NHS Vale CCG", []),
    ],
)
def test_lines_of_a_section_that_are_only_a_name(line: str, expected: list[str]) -> None:
    text = f"The data processors are as listed below.\nWords.\n{line}\nWords."
    assert names(facts_of(text), "processors") == expected


@pytest.mark.parametrize("letter", [MASK, "\ufffc", "\ufffd"])
def test_a_letter_that_stands_for_names_is_no_name(letter: str) -> None:
    """Texts that were copied from a document hold such letters, where a picture or an object was."""
    text = f"{letter} processes the data for Moor Data Ltd, and {letter}{letter} is a data processor."
    assert names(facts_of(text), "parties") == names(facts_of(text.replace(letter, "x")), "parties")


@pytest.mark.parametrize(
    "text",
    [
        "No data is processed by Orbek Ltd.",
        "At no time will the data be processed by Orbek Ltd.",
        "The trust is unable to have the data processed by Orbek Ltd.",
    ],
)
def test_who_is_denied_to_act_is_no_actor(text: str) -> None:
    assert names(facts_of(text), "actors") == []
    assert names(facts_of("The data is processed by Orbek Ltd."), "actors") == ["Orbek Ltd"]


def test_a_name_in_the_brackets_of_a_name_has_the_role_too() -> None:
    text = "Orbek Health Limited (University of Fenham) is the data controller."
    found = facts_of(text).collection("named_controllers") or []
    assert [(i.text, text[i.span.column - 1 : i.span.end_column - 1]) for i in found] == [
        ("Orbek Health Limited (University of Fenham)",) * 2,
        ("University of Fenham",) * 2,
    ]
    alone = facts_of("The Moor Institute (MRC) is a data processor.")
    assert names(alone, "processors") == ["Moor Institute (MRC)"]


@pytest.mark.parametrize("end", ["", ":", " :", ".", " "])
@pytest.mark.parametrize("name", ["Orbek Limited (Tarn)", "Orbek (Tarn)", "Fell Hosting (UK)"])
def test_a_heading_may_end_behind_the_brackets_of_its_name(name: str, end: str) -> None:
    found = facts_of(f"Data Processor 1 – {name}{end}").collection("processors") or []
    assert [(item.text, item.get("name"), item.get("number")) for item in found] == [(name, name, "1")]

"""Small workbooks in the layouts of three editions of the register, invented."""

from __future__ import annotations

from typing import Any

from register import AGREEMENTS, DATASETS, RELEASES

ANONYMISED, IDENTIFIABLE = "Anonymised - ICO code compliant", "Identifiable"
PSEUDONYMISED = "Health and Social Care Act 2012 – s261(1) and s261(2)(b)(ii)"
SUPPORTED = "Health and Social Care Act 2012 – s261(7)"
UPHELD, NOT_IDENTIFIABLE = "Yes - patient objections upheld", "No - data flow is not identifiable"
NONE = "Does not include the flow of confidential data"
MOOR, FELL = "DARS-NIC-123456-A1B2C-v2.1", "NIC-98765-X9Y8Z"

RELEASES_2021 = [
    ("RowID", "Organisation Name", "Type of Data Provided",
     "Data provided to customer:\nIdentifiable, Anonymised - ICO code compliant",
     "Sensitive or Non-Sensitive", "Legal Basis for Provision of Data (Dissemination)", "Purpose",
     "Frequency", "NIC Number", "MR Number (where relevant)", "Patient Opt-Outs applied",
     "Common law duty of confidentiality"),
    ("DSfC0001", "Moor CCG", "SUS for Commissioners", IDENTIFIABLE, "Sensitive", PSEUDONYMISED, "", "One-Off",
     MOOR, "", UPHELD, NONE),
    ("DSfC0002", "Moor CCG", "Maternity Services Data Set", ANONYMISED, "Non Sensitive", PSEUDONYMISED, "",
     "One-Off", MOOR, "", NOT_IDENTIFIABLE, NONE),
    ("FILE0003", "Moor CCG", "Births", IDENTIFIABLE, "Sensitive", PSEUDONYMISED, "", "One-Off", MOOR, "",
     UPHELD, NONE),
    ("FILE0004", "Fell Council", "Deaths\tand births", ANONYMISED, "Sensitive", PSEUDONYMISED, "", "Ongoing",
     FELL + " ", "", NOT_IDENTIFIABLE, ""),
]  # fmt: skip
PURPOSES_2021 = [
    ("Reference Number", "Organisation", "Objective for Processing", "Processing Activities",
     "Expected Output", "Expected Measurable Benefits", "Yielded Benefits", "Organisation Type"),
    (MOOR, "Moor CCG", "To plan services.\nTo pay invoices.", "The data is analysed.", "Reports.",
     "Better care.", "", "Clinical Commissioning Group (CCG)"),
    (FELL, "Fell Council", "To count.", "Counting.", "A count.", "Counts.", "Counted.", "Local Authority"),
]  # fmt: skip
SHEETS_2021: dict[str, Any] = {
    "README": [("Notes",)],
    "Title sheet": [],
    "DataReleases": RELEASES_2021,
    "PurposeStatements": PURPOSES_2021,
    "AmendmentsToPreviousRegisters": RELEASES_2021[:1],
}
RELEASES_2017 = [
    ("RowID", "Organisation Name", "us", "Data provided to customer:\nIdentifiable, Anonymised",
     "Sensitive or Non-Sensitive", "Legal Basis for Provision of Data", "Purpose", "MR Number",
     "One off release or Ongoing releases", "NIC Number", "Patient Opt-Outs applied (Note: see above) Y/N"),
    ("OTHER0001", "MOOR\xa0 CCG", "SUS", IDENTIFIABLE, "Sensitive", "Health and Social Care Act 2012 ", "",
     "", "Ongoing", MOOR, "N"),
]  # fmt: skip
SHEETS_2017: dict[str, Any] = {
    "DataReleases": RELEASES_2017,
    "PurposeStatements": [row[:6] for row in PURPOSES_2021],
    "NBO": [("Requests", "1")],
    "AmendmentsToPreviousRegisters": [
        (*RELEASES_2017[0][1:], ""),
        (*RELEASES_2017[1][1:], "was entered twice"),
    ],
}
SHEETS_2026: dict[str, Any] = {
    "Agreements": [
        AGREEMENTS,
        ("DARS-NIC-123456-A1B2C-v1.0", "Moor study", "Moor University", "Academic",
         "MOOR UNIVERSITY; FELL COUNCIL [FELL, MOOR AND DALE]\nDALE TRUST", "Joint Data Controller",
         "2019-07-01", "30/06/2022", "No", "Yes", "To study.", "Studying.", "A paper.", "Knowledge.", ""),
        ("DARS-NIC-123456-A1B2C-v2.0", "Moor study", "Moor University", "Academic", "MOOR UNIVERSITY",
         "Sole Data Controller", "2022-07-01", "2025-06-30", "No", "No", "To study.", "Studying.", "A paper.",
         "Knowledge.", "A paper."),
    ],
    "Datasets": [
        DATASETS,
        ("DARS-NIC-123456-A1B2C-v1.0", "Births", IDENTIFIABLE, "Sensitive", "One-Off", SUPPORTED,
         "Section 251 NHS Act 2006"),
    ],
    "DataReleases": [
        RELEASES,
        ("FILE01", "DARS-NIC-123456-A1B2C-v1.0", "Births", IDENTIFIABLE, "Sensitive", "Yes", SUPPORTED,
         "One-Off", "Jul-19"),
        ("FILE02", "DARS-NIC-123456-A1B2C-v1.0", "Births", ANONYMISED, "Sensitive", "No", PSEUDONYMISED,
         "One-Off", "Jul-19"),
        ("", "No filters applied", "", "", "", "", "", "", ""),
        ("FILE03", "DARS-NIC-555555-Z9Z9Z-v1.0", "Deaths", ANONYMISED, "Sensitive", "No", PSEUDONYMISED,
         "One-Off", "Aug-19"),
        ("FILE04", "", "Deaths", ANONYMISED, "Sensitive", "No", PSEUDONYMISED, "One-Off", "Aug-19"),
    ],
}  # fmt: skip

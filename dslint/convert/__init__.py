"""Writing what was understood in another form."""

FORMS = {
    "yaml": "drafts that are read again, one for each organisation",
    "json": "the same drafts as JSON",
    "csv": "tables of agreements, datasets, releases and findings",
    "hdruk": "the columns of the data use register standard of HDR UK",
    "gateway": "a workbook for the importer of HDR UK's Gateway",
}

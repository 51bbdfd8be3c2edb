"""A language server: what dslint finds, in an editor, while a draft, a page or a rule is written."""

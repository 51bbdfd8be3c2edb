"""dslint: a compliance linter for data sharing agreements."""

__version__ = "0.1.0"

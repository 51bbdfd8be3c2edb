"""The version of dslint."""

__version__ = "0.1.0"

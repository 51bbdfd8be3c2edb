"""Runs that are larger than one process: batches are checked anywhere, and leave their results in files."""

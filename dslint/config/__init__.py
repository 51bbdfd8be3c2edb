"""The configuration of a project: finding it, reading it, and checking it."""

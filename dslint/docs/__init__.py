"""The documents that are made from the project itself, so that they cannot be wrong about it."""

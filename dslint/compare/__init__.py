"""Two editions side by side: which agreements came and went, what changed in them, which findings are new."""

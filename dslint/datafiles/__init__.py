"""Files of data that people write: YAML and TOML with positions, and what is wrong with their shape."""

"""Results to text: pure functions, none of which knows a rule."""

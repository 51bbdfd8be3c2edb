"""What one field or cell holds: lists of values, answers, dates."""

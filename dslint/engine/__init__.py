"""Rules to findings: loading and checking rule files, evaluating conditions, collecting evidence."""

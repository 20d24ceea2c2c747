"""The work: packages, options, months, hand-off pairs and rule scopes."""

"""How good each option is expected to be, and what it risks, each with a breakdown."""

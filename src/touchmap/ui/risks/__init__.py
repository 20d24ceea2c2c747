"""Risks of a plan: twenty of them, each with the fields that trigger it; and the seven rules."""

"""History: who changed what, when and why; versions; minutes of the workshop."""

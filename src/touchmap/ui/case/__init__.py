"""The business case of a plan: its headline first, then where the money comes from and when."""

"""The page of providers: who they are, who can do what and why not, market stand-ins, and their tables."""

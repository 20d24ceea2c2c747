"""The page of a plan: what it costs and saves, who does what and why, and how sure it is."""

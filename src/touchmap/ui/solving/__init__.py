"""The page that solves: checks before, jobs with their progress, what came out, clashes and their repairs."""

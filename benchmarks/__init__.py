"""How long touchmap takes, side by side with other solvers on the same programs: ``make bench``."""

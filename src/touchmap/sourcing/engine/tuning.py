"""Options of the solver that serve programs of this kind."""

TUNING = {
    "mip_pscost_minreliable": 0,
    "mip_heuristic_run_rens": False,
    "mip_heuristic_run_rins": False,
    "mip_allow_restart": False,
}
"""Halves the time to proof on the samples: bounds rise by branching on few parties, while strong
branching on many packages and sub-programs in search of plans cost most of the time."""

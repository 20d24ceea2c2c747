"""The page of prices: what each rule costs, one limit as a curve, what to negotiate."""

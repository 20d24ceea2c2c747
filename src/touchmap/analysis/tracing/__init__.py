"""How each cost of a plan is taken apart: data, fields with evidence, and the working of every cost line."""

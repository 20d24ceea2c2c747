"""Staffing: from arrivals in an interval to agents, rostered staff and FTE."""

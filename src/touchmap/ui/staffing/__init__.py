"""Staffing: how many people each process needs, month by month and hour by hour."""

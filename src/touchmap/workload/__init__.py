"""From contacts to hours, staff and billed units, per option and month."""

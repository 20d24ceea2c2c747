"""The page that lays scenarios side by side: the table of all, and two of them row by row."""

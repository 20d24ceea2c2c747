"""Charts for people who would rather look than read: plain data frames in, Altair charts out."""

"""Places of quotes, and the forms in which a citation leaves."""

"""Data sets in plain layouts, asked and scored."""

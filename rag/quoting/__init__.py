"""Quotations of a draft: where they stand, and whether they are the source's own words."""

"""The documents that a new store starts with."""

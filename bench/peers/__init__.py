"""Pincite beside other programs that find passages by meaning."""

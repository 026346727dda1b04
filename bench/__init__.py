"""Measures of speed and quality."""

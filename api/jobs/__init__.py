"""Uploads that are added in the background, and go on after a crash where they stopped."""

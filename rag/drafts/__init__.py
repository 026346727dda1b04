"""Drafts of every form: read, checked in place, given citations, and freed of them again."""

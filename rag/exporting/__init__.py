"""Answers as files that people write on with: Markdown, web pages, Word, JSON."""

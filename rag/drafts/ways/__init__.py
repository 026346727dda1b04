"""The ways to cite in a draft: each puts citations in, and takes its own out again."""

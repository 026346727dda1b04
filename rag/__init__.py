"""Questions and drafts in, verified statements out."""

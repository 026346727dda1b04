"""HTTP, the command line and the page: thin views of ``rag``."""

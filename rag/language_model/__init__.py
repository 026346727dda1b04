"""The writer for any OpenAI-compatible endpoint: asked carefully, believed never.

``client`` asks so that nobody waits for ever; ``prompt`` holds every word that is sent; ``parsing``
reads what comes back; ``locating`` finds the words that a sentence rests on; ``writer`` puts them
together. What comes out are drafts: ``rag.gate`` decides about each.
"""

"""The weights that come with Pincite; ``MODEL_CARD.md`` tells how they were made."""

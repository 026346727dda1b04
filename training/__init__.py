"""How the small models that come with Pincite are made. Not needed to run it."""

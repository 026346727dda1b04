"""Documents in, ranked passages out. Knows no question and reads no environment."""

"""Files of Word whose own bytes are kept: read with places, given notes, and freed of them."""

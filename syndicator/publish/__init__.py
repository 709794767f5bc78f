"""Published bytes put where readers get them."""

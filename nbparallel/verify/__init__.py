"""``--verify``: a cell run both ways, and everything that can be told apart compared."""

"""Profitability: is it worth it, in how many chunks, and the code that a chunk runs."""

"""Legality: whether iterations may run apart, and what they leave behind."""

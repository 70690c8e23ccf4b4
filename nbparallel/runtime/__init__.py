"""Running: chunks to workers and back, effects committed in iteration order."""

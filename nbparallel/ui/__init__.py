"""What a person sees of a run: pure functions of its events, and the sinks that show them."""

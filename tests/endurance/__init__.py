"""Long runs by hand; each says in its first lines how to start it and what it proves."""

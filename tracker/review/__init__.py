"""Review: a person looks at claims in their words and settles them by a key; what they settled becomes a test set."""

"""Numeric claims about people on the move: read, reconciled, drawn."""

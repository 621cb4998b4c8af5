"""Marks to claims: overlaps settled, roles bound, shares resolved, context inherited."""

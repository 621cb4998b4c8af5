"""Measuring how well the tracker reads, reconciles and goes the whole way."""

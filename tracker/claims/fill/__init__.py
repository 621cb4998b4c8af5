"""The roles of a chosen claim: term and measure, time, places, speaker, modality, group.

Each is a pure function of a draft and its context, by rules in the order of a table; only read.py writes.
"""

"""Phrases of a sentence: its words, noun phrases, verb groups and what lies between.  Nothing else reads words.

In: a segment's text and marks.  Out: words and stretches of them (``words``).
"""

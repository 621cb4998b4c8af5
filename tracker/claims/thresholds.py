"""The scores proposals compete with, and the thresholds a choice turns on: all in one place.

A score says how surely a word speaks of a number: 11 for the verb right before it, 0 for one a clause away.
"""

from __future__ import annotations

WEAK = 5.5
"""Below it a word does not speak for a number whose noun is left out or in no list."""
SURE = 8.5
"""From it on a word speaks alone, whatever the number hangs on."""
SURE_BEFORE = 7.5
"""From it on a verb before a share speaks of the share, not of the whole it is taken from."""
OTHER = 4.0
"""From it on a word of aid, capacity or plans refuses the number."""
DEED = 9.25
"""What a verb of having, doing or saying starts from; "they fled" starts higher, what lies between costs the same."""
DEED_OF = 4.0
"""From it on what the counted do refuses the number."""
ROLE = WEAK - 1
"""Below it a word does not speak for people named by what they do ("soldiers", "students")."""
LATER_VERB = 4.0
"""Above it a later verb counts as the main verb of the clause."""

INHERITED = 5.0
"""What a number takes over from the claim it hangs on."""
OWN = 6.0
"""What the counted noun says by itself."""
HEADING = 5.5
"""What stands over a number in a table or list."""
COUNTED = 9.0
"""A figure that a count has come to ("the number of displaced rose to")."""
LISTED = 1.0
"""What a word loses that speaks of another item of the same list."""
DWELLING = 0.5
"""What a word about homes loses where the noun is left out."""

"""Run one function over many items: in this process, or in a supervised pool of processes on this machine.

The rooms that read know nothing of this: a Work names a function, and any process can find it by its name.
Results come in the order of the items, whatever engine runs them; an item that breaks its process, takes too
long or too much memory comes back as Lost, with the reason, and all others are done.

In: a Work, items.  Out: a result an item, or Lost.
"""

from tracker.engine.pool import Pool, can_pool
from tracker.engine.work import Lost, Work, here

__all__ = ["Lost", "Pool", "Work", "can_pool", "here"]

"""Figures and tables to a folder: pages that open from a mail, tables anyone can take.

``publish`` writes the whole folder or nothing; ``image`` writes one figure as PNG or SVG.
"""

from tracker.publish.folder import publish
from tracker.publish.image import image

__all__ = ["image", "publish"]

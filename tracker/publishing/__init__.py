"""Figures and tables to a folder: pages that open from a mail, tables anyone can take.

``publish`` writes the whole folder or nothing; ``figure`` draws one series, ``image`` writes it to a file.
"""

from tracker.publishing.drawing import figure, main_series
from tracker.publishing.figuredata import earlier_days
from tracker.publishing.folder import publish
from tracker.publishing.image import image

__all__ = ["earlier_days", "figure", "image", "main_series", "publish"]

"""Figures and tables to a folder: pages that open from a mail, tables anyone can take.

``publish`` writes the whole folder or nothing; ``figure`` draws one series, ``image`` writes it to a file.
"""

from tracker.publishing.context import PublishOptions
from tracker.publishing.drawing import figure, main_series
from tracker.publishing.figure_data import earlier_days
from tracker.publishing.image import image
from tracker.publishing.site import publish

__all__ = ["PublishOptions", "earlier_days", "figure", "image", "main_series", "publish"]

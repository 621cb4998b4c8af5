"""Frames to disk and back: plain tables in a folder, the growing store, exports.

``folder`` writes Parquet and CSV whole or not at all; ``delta`` is the append-only record; ``export`` and
``datapackage`` write for other programs.  Heavy packages load where they are used.
"""

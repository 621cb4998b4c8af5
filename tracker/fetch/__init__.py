"""Clients of public sources: texts become Reports, figures become claims of kind "official".

``reliefweb`` and ``feeds`` yield Reports; ``unhcr``, ``idmc``, ``dtm`` and ``hapi`` return rows of the claims
table.  Each goes through ``client`` (retries, waiting, paging) and remembers how far it came in a ``State``.
"""

"""Print the page of the documentation that describes the tables: ``python -m tracker.tables > docs/tables.md``."""

from tracker.tables.dictionary import markdown

if __name__ == "__main__":
    print(markdown(), end="")

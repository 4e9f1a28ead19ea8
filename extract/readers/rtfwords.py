"""The words of Rich Text (RTF 1.9.1) that name destinations, code pages and characters."""

SKIPPED = frozenset(
    {
        "colortbl",
        "stylesheet",
        "info",
        "pict",
        "object",
        "filetbl",
        "listtable",
        "listoverridetable",
        "revtbl",
    }
    | {"header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr", "footerf", "footnote", "do"}
    | {
        "rsidtbl",
        "generator",
        "datastore",
        "themedata",
        "latentstyles",
        "xmlnstbl",
        "nonesttables",
        "fldinst",
    }
    | {"annotation", "atnid", "atnauthor", "bkmkstart", "bkmkend", "pntext", "shpinst"}
)
"""Destinations whose text is not the document's. `listtext`, the printed automatic number, is."""
SHOWN = frozenset({"pict", "object", "shpinst", "do"})
"""Destinations that show something without being text."""
CHARSETS = {128: "cp932", 129: "cp949", 134: "gb18030", 136: "big5"}
PAGES = {932: "cp932", 936: "gb18030", 949: "cp949", 950: "big5", 65001: "utf-8"}
CHARACTERS = {
    "tab": "\t", "line": "\n", "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“",
    "rdblquote": "”", "bullet": "•", "emspace": "\u2003", "enspace": "\u2002", "qmspace": "\u2005",
}  # fmt: skip
SYMBOLS = {"~": "\u00a0", "_": "-", "{": "{", "}": "}", "\\": "\\", "\n": "\n", "\r": "\n"}

"""One content management system, one file: which addresses it gives, how it lists and pages, how it carries a report.

A family knows PORTALS' facts about the system it plays and nothing of whoever reads it.
"""

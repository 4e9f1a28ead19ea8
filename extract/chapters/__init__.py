"""The running text of a report: its lines, its headings, its six statutory sections."""

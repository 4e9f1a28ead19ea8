"""The command `gongkai`: the one place that knows the crawler, the archive and extraction together."""

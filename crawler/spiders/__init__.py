"""Scrapy finds the spider here."""

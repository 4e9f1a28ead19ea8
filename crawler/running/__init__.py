"""A crawl while it runs: Scrapy and its reactor, what is recorded, who watches, and how it ends."""

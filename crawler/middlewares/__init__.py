"""The doors between Scrapy's downloader and a crawl: addresses, robots.txt, retries, what came over the wire."""

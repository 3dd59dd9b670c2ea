"""The spider of tests/bench/crawl: follows every link of the hosts of its seeds, and keeps nothing.

Usage: spider.py SEEDS CONCURRENCY, where SEEDS is a file of URLs. Needs Scrapy (Debian: python3-scrapy).
"""

import sys
from urllib.parse import urlsplit

from scrapy import Request, Spider
from scrapy.crawler import CrawlerProcess
from scrapy.linkextractors import LinkExtractor


class Links(Spider):
    name = "links"

    def __init__(self, seeds):
        super().__init__()
        self.seeds = seeds
        self.extractor = LinkExtractor(allow_domains=sorted({urlsplit(seed).netloc for seed in seeds}))

    def start_requests(self):
        return map(Request, self.seeds)  # by itself Scrapy would ask for a seed again that is linked

    def parse(self, response):
        yield from response.follow_all(self.extractor.extract_links(response), self.parse)


def main():
    with open(sys.argv[1], encoding="ascii") as lines:
        seeds = lines.read().split()
    hosts = len({urlsplit(seed).netloc for seed in seeds})
    process = CrawlerProcess({
        "ROBOTSTXT_OBEY": True,
        "CONCURRENT_REQUESTS": int(sys.argv[2]),
        "CONCURRENT_REQUESTS_PER_DOMAIN": max(int(sys.argv[2]) // hosts, 1),
        "DOWNLOAD_DELAY": 0,
        "COOKIES_ENABLED": False,
        "RETRY_ENABLED": False,
        "TELNETCONSOLE_ENABLED": False,
        "REQUEST_FINGERPRINTER_IMPLEMENTATION": "2.7",
        "LOG_LEVEL": "ERROR",
    })
    process.crawl(Links, seeds=seeds)
    process.start()


if __name__ == "__main__":
    main()

"""Checks with warcio that each response of a WARC file has the digest of its payload: the body
without its chunks (ISO 28500:2017, 5.9; bodies with a content coding are not handled). Prints how
many were chunked: `warcio check` itself hashes the chunks' framing, and finds those wrong."""

import base64
import hashlib
import sys

from warcio.archiveiterator import ArchiveIterator

chunked = 0
with open(sys.argv[1], "rb") as stream:
    for record in ArchiveIterator(stream):
        if record.rec_type != "response":
            continue
        said = record.rec_headers.get_header("WARC-Payload-Digest")
        payload = record.content_stream().read()
        digest = "sha1:" + base64.b32encode(hashlib.sha1(payload).digest()).decode()
        if said != digest:
            sys.exit(f"{record.rec_headers.get_header('WARC-Target-URI')}: {said}, not {digest}")
        chunked += record.http_headers.get_header("Transfer-Encoding") == "chunked"
print(chunked)

/* warc_folder.c: writes an archive of pages, and later what was found unchanged of them. For
 * tests/integration/warc_archive.sh.
 *
 *     warc_folder write [--plain] FOLDER MAX_BYTES COUNT
 *     warc_folder revisit FILE
 *
 * The first completes what was left open in FOLDER and writes COUNT exchanges; the second reads
 * what the first printed and writes to FILE a revisit of each, a day later, the profiles by turns.
 * Prints a line an exchange, once it is written: file, offset, length, record id, digest, target,
 * date. */
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/time.h"
#include "common/warc_archive.h"

#define HEAD "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nETag: \"1\"\r\n\r\n"

static _Noreturn void die(const bf_error *err)
{
    fprintf(stderr, "warc_folder: %s\n", err->message);
    exit(5);
}

static void print_place(const bf_warc_archive_place *place, const char *url)
{
    char date[BF_TIME_TEXT];
    bf_time_format(place->date_ms, date);
    printf("%s %" PRIu64 " %" PRIu64 " %s %s %s %s\n", place->file[0] ? place->file : "-",
           place->record.offset, place->record.length, place->record.record_id,
           place->record.payload_digest[0] ? place->record.payload_digest : "-", url, date);
    fflush(stdout);
}

static int write_pages(const bf_warc_archive_settings *settings, unsigned count)
{
    static const bf_warc_pair via = {{"via", 3}, {"http://a.test/", 14}};
    bf_error err = {0};
    bf_warc_archive *archive = bf_warc_archive_open(settings, &err);
    if (archive == NULL)
        die(&err);
    for (unsigned i = 0; i < count; i++) {
        char url[64], response[1024];
        bf_warc_archive_place place;
        snprintf(url, sizeof url, "http://www%u.a.test/therapist-%u", i % 3, i);
        snprintf(response, sizeof response,
                 HEAD "<!DOCTYPE html><title>Ana Example %u, therapist</title><h1>Ana Example %u"
                      "</h1><p>I am a therapist in Oakland, CA. Call 510-555-01%02u. I offer talk "
                      "therapy to couples and to single people, %u of them a week.",
                 i, i, i % 100, i);
        const bf_warc_exchange exchange = {.target_uri = bf_str_of(url),
                                           .date_ms = bf_time_now_ms(),
                                           .ip = BF_STR("192.0.2.7"),
                                           .request = BF_STR("GET / HTTP/1.1\r\n\r\n"),
                                           .response = bf_str_of(response),
                                           .metadata = &via,
                                           .metadata_count = i % 2};
        if (!bf_warc_archive_write(archive, &exchange, &place, &err) ||
            !bf_warc_archive_rotate(archive, &err))
            die(&err);
        print_place(&place, url);
    }
    if (!bf_warc_archive_close(archive, &err))
        die(&err);
    return 0;
}

static int write_revisits(const char *path)
{
    char file[128], id[64], digest[64], url[128], date[64];
    uint64_t offset, length;
    bf_error err = {0};
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0666);
    bf_warc_writer *writer = bf_warc_writer_new(fd, true, NULL, 0);
    if (fd < 0 || writer == NULL)
        return 5;
    for (unsigned i = 0; scanf("%127s %" SCNu64 " %" SCNu64 " %63s %63s %127s %63s", file, &offset,
                               &length, id, digest, url, date) == 7;
         i++) {
        int64_t ms = 0;
        bf_warc_archive_place place = {0};
        if (!bf_time_parse(bf_str_of(date), &ms))
            return 5;
        const bf_warc_exchange exchange = {
            .target_uri = bf_str_of(url),
            .date_ms = ms + 86400000,
            .ip = BF_STR("192.0.2.8"),
            .request = BF_STR("GET / HTTP/1.1\r\nIf-None-Match: \"1\"\r\n\r\n"),
            .response = i % 2 ? BF_STR(HEAD "equal, and left out")
                              : BF_STR("HTTP/1.1 304 Not Modified\r\nETag: \"1\"\r\n\r\n"),
            .profile = i % 2 ? BF_WARC_SAME_PAYLOAD : BF_WARC_NOT_MODIFIED,
            .payload_digest = bf_str_of(i % 2 ? digest : NULL),
            .refers_to = bf_str_of(id),
            .refers_to_uri = bf_str_of(url),
            .refers_to_ms = ms,
            .refers_to_file = bf_str_of(i % 3 ? file : NULL), /* else by the index */
            .refers_to_offset = offset};
        if (!bf_warc_write_exchange(writer, &exchange, &place.record, &err))
            die(&err);
        place.date_ms = exchange.date_ms;
        print_place(&place, url);
    }
    bf_warc_writer_free(writer);
    return close(fd) == 0 ? 0 : 5;
}

int main(int argc, char **argv)
{
    static const bf_warc_pair info = {{"software", 8}, {"warc_folder", 11}};
    bool plain = argc == 6 && strcmp(argv[2], "--plain") == 0;
    if (argc == 3 && strcmp(argv[1], "revisit") == 0)
        return write_revisits(argv[2]);
    if (argc == 5 + plain && strcmp(argv[1], "write") == 0) {
        const bf_warc_archive_settings settings = {.folder = argv[2 + plain],
                                                   .prefix = "test",
                                                   .gzip = !plain,
                                                   .max_bytes = strtoull(argv[3 + plain], NULL, 10),
                                                   .info = &info,
                                                   .info_count = 1};
        return write_pages(&settings, (unsigned)strtoul(argv[4 + plain], NULL, 10));
    }
    fprintf(stderr, "usage: warc_folder write [--plain] FOLDER MAX_BYTES COUNT\n"
                    "       warc_folder revisit FILE\n");
    return 2;
}

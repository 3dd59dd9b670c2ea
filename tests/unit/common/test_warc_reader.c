/* test_warc_reader.c: WARC files, whoever wrote them and however broken they are. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include <zlib.h>

#include "bonafide/warc.h"
#include "common/buf.h"

/* A file in memory, given out `step` bytes at a time. */
typedef struct {
    bf_str rest;
    size_t step;
    bool fails; /* at its end, and does not just end */
} memory;

static bool give(void *user, char *bytes, size_t most, size_t *count, bf_error *err)
{
    memory *file = user;
    size_t step = file->step < most ? file->step : most;
    bf_str piece = bf_str_slice(file->rest, 0, step);
    if (piece.length == 0 && file->fails)
        return bf_fail(err, BF_ERR_INPUT, "the disk is gone");
    if (piece.length > 0)
        memcpy(bytes, piece.bytes, piece.length);
    file->rest = bf_str_after(file->rest, piece.length);
    *count = piece.length;
    return true;
}

/* What a reader made of a file. */
typedef struct {
    size_t records, bad;
    bf_warc_next last;
    bf_error err;       /* the last one */
    char targets[4096]; /* "uri block-length;" of each record */
    uint64_t offsets[64], lengths[64];
} outcome;

static outcome read_memory(memory file, size_t block_limit)
{
    outcome seen = {0};
    bf_warc_record record;
    bf_warc_reader *reader = bf_warc_reader_new(give, &file, block_limit);
    assert_non_null(reader);
    size_t used = 0;
    for (;;) {
        seen.last = bf_warc_read(reader, &record, &seen.err);
        if (seen.last == BF_WARC_END || seen.last == BF_WARC_FATAL)
            break;
        if (seen.last == BF_WARC_BAD) {
            assert_int_equal(seen.err.code, BF_ERR_FORMAT);
            assert_true(seen.bad++ < 1000);
            continue;
        }
        assert_true(seen.records < 64);
        seen.offsets[seen.records] = record.offset;
        seen.lengths[seen.records++] = record.length;
        used += (size_t)snprintf(seen.targets + used, sizeof seen.targets - used, "%.*s %zu;",
                                 BF_STR_ARG(record.target_uri), record.block.length);
    }
    bf_warc_reader_free(reader);
    return seen;
}

static outcome read_bytes(bf_str bytes)
{
    return read_memory((memory){.rest = bytes, .step = SIZE_MAX}, 0);
}

static void append_gzip(bf_buf *out, bf_str bytes)
{
    z_stream zlib = {0};
    assert_int_equal(deflateInit2(&zlib, 1, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
    size_t most = deflateBound(&zlib, (uLong)bytes.length);
    char *room = bf_buf_room(out, most);
    assert_non_null(room);
    zlib.next_in = (Bytef *)(uintptr_t)bytes.bytes;
    zlib.avail_in = (uInt)bytes.length;
    zlib.next_out = (Bytef *)room;
    zlib.avail_out = (uInt)most;
    assert_int_equal(deflate(&zlib, Z_FINISH), Z_STREAM_END);
    bf_buf_wrote(out, most - zlib.avail_out);
    deflateEnd(&zlib);
}

#define RECORD(target, length, block)                                                              \
    "WARC/1.1\r\nWARC-Type: resource\r\nWARC-Target-URI: " target "\r\nContent-Length: " length    \
    "\r\n\r\n" block "\r\n\r\n"
#define FIRST RECORD("http://a.test/", "5", "first")
#define SECOND RECORD("http://b.test/", "6", "second")
#define THIRD RECORD("http://c.test/", "5", "third")

/* As `wget --warc-file` 1.21 writes it: WARC/1.0, brackets round the target URI. */
static const char wget_record[] =
    "WARC/1.0\r\n"
    "WARC-Type: response\r\n"
    "WARC-Record-ID: <urn:uuid:1cb3c5b8-7d8f-4e4b-9f2c-0a1b2c3d4e5f>\r\n"
    "WARC-Warcinfo-ID: <urn:uuid:2cb3c5b8-7d8f-4e4b-9f2c-0a1b2c3d4e5f>\r\n"
    "WARC-Concurrent-To: <urn:uuid:3cb3c5b8-7d8f-4e4b-9f2c-0a1b2c3d4e5f>\r\n"
    "WARC-Target-URI: <http://therapist.example/ana>\r\n"
    "WARC-Date: 2026-11-23T20:00:00Z\r\n"
    "WARC-IP-Address: 192.0.2.7\r\n"
    "WARC-Block-Digest: sha1:UKVPFOKOQYFWVBNOUNFYSYZCXDA7QQ5S\r\n"
    "WARC-Payload-Digest: sha1:2SNXHM6C6Q5RBNOUNFYSYZCXDA7QQ5SX\r\n"
    "Content-Type: application/http; msgtype=response\r\n"
    "Content-Length: 49\r\n"
    "\r\n"
    "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\nhello\r\n\r\n";

static void wget_s_record_is_read_without_its_brackets(void **state)
{
    (void)state;
    memory file = {.rest = {wget_record, sizeof wget_record - 1}, .step = 7};
    bf_warc_record record;
    bf_error err = {0};
    bf_warc_reader *reader = bf_warc_reader_new(give, &file, 0);
    assert_int_equal(bf_warc_read(reader, &record, &err), BF_WARC_RECORD);
    assert_true(bf_str_equal(record.type, BF_STR("response")));
    assert_true(bf_str_equal(record.target_uri, BF_STR("http://therapist.example/ana")));
    assert_true(
        bf_str_equal(record.record_id, BF_STR("urn:uuid:1cb3c5b8-7d8f-4e4b-9f2c-0a1b2c3d4e5f")));
    assert_true(bf_str_equal(record.date, BF_STR("2026-11-23T20:00:00Z")));
    assert_true(bf_str_equal(record.ip, BF_STR("192.0.2.7")));
    assert_true(bf_str_equal(record.content_type, BF_STR("application/http;msgtype=response")));
    assert_true(bf_str_ends(record.block, BF_STR("\r\n\r\nhello")));
    assert_true(bf_str_equal(bf_warc_field(&record, BF_STR("warc-concurrent-to")),
                             BF_STR("<urn:uuid:3cb3c5b8-7d8f-4e4b-9f2c-0a1b2c3d4e5f>")));
    assert_int_equal(bf_warc_field(&record, BF_STR("WARC-Filename")).length, 0);
    assert_int_equal(record.content_length, 49);
    assert_false(record.cut);
    assert_int_equal(record.offset, 0);
    assert_int_equal(record.length, sizeof wget_record - 1);
    assert_int_equal(bf_warc_read(reader, &record, &err), BF_WARC_END);
    bf_warc_reader_free(reader);
}

static void lenient_forms_are_read(void **state)
{
    (void)state;
    static const struct {
        const char *file, *targets;
    } cases[] = {
        {"", ""},
        {"\r\n\r\n\n", ""},
        {FIRST SECOND, "http://a.test/ 5;http://b.test/ 6;"},
        {"\r\n\n" FIRST "\r\n\r\n\n" SECOND "\n\n", "http://a.test/ 5;http://b.test/ 6;"},
        {"WARC/0.17\r\nContent-Length: 0\r\n\r\n\r\n\r\n", " 0;"},
        {"WARC/0.18 \r\nContent-Length:1\r\n\r\nx\r\n\r\n", " 1;"},
        /* bare line feeds, in the head and after the block */
        {"WARC/1.0\nwarc-target-uri:  u \nCONTENT-LENGTH:\t2\n\nab\n\nWARC/1.0\nContent-Length: "
         "1\n\nc",
         "u 2; 1;"},
        /* folded lines, a line without a colon, a field twice, a length twice */
        {"WARC/1.1\r\nWARC-Target-URI:\r\n http://folded.test/\r\nnonsense\r\nWARC-Target-URI: "
         "x\r\nContent-Length: 3\r\nContent-Length: 3\r\n\r\nabc\r\n\r\n",
         "http://folded.test/ 3;"},
        /* the separators are missing at the end of the file */
        {"WARC/1.1\r\nContent-Length: 3\r\n\r\nabc", " 3;"},
        /* a block that looks like a record */
        {RECORD("u", "26", "\r\nWARC/1.1\r\nContent-Len\r\n") FIRST, "u 26;http://a.test/ 5;"},
        {FIRST "\0\0\0", "http://a.test/ 5;"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        for (size_t step = 1; step < 100; step += 49) {
            outcome seen = read_memory((memory){.rest = bf_str_of(cases[i].file), .step = step}, 0);
            assert_int_equal(seen.bad, 0);
            assert_string_equal(seen.targets, cases[i].targets);
        }
}

static void a_malformed_record_is_named_and_the_next_one_is_read(void **state)
{
    (void)state;
    static const struct {
        const char *file, *words;
    } cases[] = {
        {"junk\r\n" SECOND, "no record at offset 0"},
        {"WARC/9.9\r\nContent-Length: 1\r\n\r\nx\r\n\r\n" SECOND, "unknown version at offset 0"},
        {"WARC/1.1\r\nWARC-Type: x\r\n\r\n" SECOND, "no Content-Length in the record at offset 0"},
        {RECORD("u", "-1", "x") SECOND, "Content-Length is no number"},
        {RECORD("u", "0x10", "x") SECOND, "Content-Length is no number"},
        {RECORD("u", "18446744073709551616", "x") SECOND, "Content-Length is no number"},
        {RECORD("u", "", "x") SECOND, "Content-Length is no number"},
        {RECORD("u", "1\r\nContent-Length: 2", "x") SECOND, "Content-Length is no number"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        outcome seen = read_bytes(bf_str_of(cases[i].file));
        assert_int_equal(seen.bad, 1);
        assert_non_null(strstr(seen.err.message, cases[i].words));
        assert_string_equal(seen.targets, "http://b.test/ 6;");
    }
}

static void a_length_that_is_too_small_is_noticed_at_the_next_record(void **state)
{
    (void)state;
    outcome seen = read_bytes(BF_STR(RECORD("u", "2", "long") SECOND));
    assert_int_equal(seen.bad, 1);
    assert_string_equal(seen.targets, "u 2;http://b.test/ 6;");
}

static void a_head_over_256_kib_is_bad(void **state)
{
    (void)state;
    bf_buf file;
    bf_buf_init(&file, SIZE_MAX / 2);
    bf_buf_append(&file, BF_STR("WARC/1.1\r\nX: "));
    for (size_t i = 0; i < 300 * 1024; i++)
        bf_buf_append_char(&file, 'x');
    bf_buf_append(&file, BF_STR("\r\n\r\n" SECOND));
    outcome seen = read_bytes((bf_str){file.bytes, file.length});
    assert_int_equal(seen.bad, 1);
    assert_non_null(strstr(seen.err.message, "256 KiB"));
    assert_string_equal(seen.targets, "http://b.test/ 6;");
    bf_buf_free(&file);
}

static void a_plain_file_cut_anywhere_gives_whole_records_or_bad(void **state)
{
    (void)state;
    const bf_str whole = BF_STR(FIRST SECOND);
    const size_t first = sizeof FIRST - 1;
    for (size_t end = 0; end < whole.length; end++) {
        outcome seen = read_bytes(bf_str_slice(whole, 0, end));
        /* a record is whole from the end of its block on; blank lines end nothing */
        size_t records = end >= whole.length - 4 ? 2 : end >= first - 4 ? 1 : 0;
        bool between = end == 0 || (end >= first - 4 && end <= first) || end >= whole.length - 4;
        assert_int_equal(seen.last, BF_WARC_END);
        assert_int_equal(seen.records, records);
        assert_int_equal(seen.bad, between ? 0 : 1);
        assert_true(
            bf_str_starts(BF_STR("http://a.test/ 5;http://b.test/ 6;"), bf_str_of(seen.targets)));
        if (seen.bad > 0) {
            char words[64];
            snprintf(words, sizeof words, "cut off at offset %zu", end);
            assert_non_null(strstr(seen.err.message, words));
        }
    }
}

static void members_cut_anywhere_give_whole_records_or_bad(void **state)
{
    (void)state;
    bf_buf file;
    bf_buf_init(&file, SIZE_MAX / 2);
    append_gzip(&file, BF_STR(FIRST));
    size_t first = file.length;
    append_gzip(&file, BF_STR(SECOND));
    for (size_t end = 0; end < file.length; end++) {
        outcome seen = read_bytes((bf_str){file.bytes, end});
        assert_int_equal(seen.last, BF_WARC_END);
        assert_int_equal(seen.records, end >= first);
        assert_int_equal(seen.bad, end == 0 || end == first ? 0 : 1);
        assert_true(bf_str_starts(BF_STR("http://a.test/ 5;"), bf_str_of(seen.targets)));
        if (seen.records > 0) {
            assert_int_equal(seen.offsets[0], 0);
            assert_int_equal(seen.lengths[0], first);
        }
    }
    bf_buf_free(&file);
}

static void a_byte_changed_in_a_member_costs_that_member_only(void **state)
{
    (void)state;
    bf_buf file;
    bf_buf_init(&file, SIZE_MAX / 2);
    append_gzip(&file, BF_STR(FIRST));
    size_t begin = file.length;
    append_gzip(&file, BF_STR(SECOND));
    size_t end = file.length;
    append_gzip(&file, BF_STR(THIRD));
    for (size_t at = begin + 10; at < end; at++) { /* past gzip's head, whose fields are free */
        file.bytes[at] ^= 0x55;
        outcome seen = read_bytes((bf_str){file.bytes, file.length});
        file.bytes[at] ^= 0x55;
        assert_true(seen.bad >= 1);
        assert_string_equal(seen.targets, "http://a.test/ 5;http://c.test/ 5;");
        assert_int_equal(seen.offsets[1], end);
    }
    bf_buf_free(&file);
}

static void a_torn_member_does_not_hide_the_one_written_after_it(void **state)
{
    (void)state;
    bf_buf file, torn;
    bf_buf_init(&file, SIZE_MAX / 2);
    bf_buf_init(&torn, SIZE_MAX / 2);
    append_gzip(&torn, BF_STR(FIRST));
    for (size_t kept = 11; kept < torn.length; kept++) {
        bf_buf_reset(&file);
        bf_buf_append(&file, (bf_str){torn.bytes, kept});
        append_gzip(&file, BF_STR(SECOND));
        outcome seen = read_bytes((bf_str){file.bytes, file.length});
        assert_true(seen.bad >= 1);
        assert_string_equal(seen.targets, "http://b.test/ 6;");
        assert_int_equal(seen.offsets[0], kept);
    }
    bf_buf_free(&file);
    bf_buf_free(&torn);
}

static void a_torn_member_hides_nothing_however_the_bytes_arrive(void **state)
{
    (void)state;
    bf_buf file;
    bf_buf_init(&file, SIZE_MAX / 2);
    append_gzip(&file, BF_STR(FIRST));
    file.length -= 20;
    append_gzip(&file, BF_STR(SECOND));
    for (size_t step = 1; step < 50; step++) {
        outcome seen = read_memory((memory){.rest = {file.bytes, file.length}, .step = step}, 0);
        assert_string_equal(seen.targets, "http://b.test/ 6;");
    }
    bf_buf_free(&file);
}

static void records_before_a_break_are_given_when_a_file_is_gzipped_as_a_whole(void **state)
{
    (void)state;
    bf_buf file;
    bf_buf_init(&file, SIZE_MAX / 2);
    append_gzip(&file, BF_STR(FIRST SECOND));
    for (size_t step = 1; step < 200; step += 66) {
        outcome seen =
            read_memory((memory){.rest = {file.bytes, file.length - 4}, .step = step}, 0);
        assert_int_equal(seen.bad, 1);
        assert_string_equal(seen.targets, "http://a.test/ 5;http://b.test/ 6;");
    }
    bf_buf_free(&file);
}

static void a_record_begins_at_the_beginning_of_a_line_only(void **state)
{
    (void)state;
    for (size_t step = 1; step < 20; step++) {
        const bf_str file = BF_STR("junk and then " FIRST SECOND);
        outcome seen = read_memory((memory){.rest = file, .step = step}, 0);
        assert_int_equal(seen.bad, 1);
        assert_string_equal(seen.targets, "http://b.test/ 6;");
    }
}

static void a_bad_record_s_block_is_never_taken_for_a_record_in_its_member(void **state)
{
    (void)state;
    bf_buf file;
    bf_buf_init(&file, SIZE_MAX / 2);
    append_gzip(&file, BF_STR("WARC/1.1\r\nWARC-Type: response\r\n\r\n" FIRST));
    append_gzip(&file, BF_STR(SECOND));
    outcome seen = read_bytes((bf_str){file.bytes, file.length});
    assert_int_equal(seen.bad, 1);
    assert_string_equal(seen.targets, "http://b.test/ 6;");
    bf_buf_free(&file);
}

static void a_file_gzipped_as_a_whole_is_read_without_lengths(void **state)
{
    (void)state;
    bf_buf file;
    bf_buf_init(&file, SIZE_MAX / 2);
    append_gzip(&file, BF_STR(FIRST "WARC/1.1\r\n\r\n" SECOND THIRD));
    outcome seen = read_memory((memory){.rest = {file.bytes, file.length}, .step = 3}, 0);
    assert_int_equal(seen.bad, 1);
    assert_string_equal(seen.targets, "http://a.test/ 5;http://b.test/ 6;http://c.test/ 5;");
    assert_int_equal(seen.offsets[2], 0);
    assert_int_equal(seen.lengths[2], 0);
    bf_buf_free(&file);
}

static void what_follows_the_members_is_passed_over_when_blank_and_named_when_not(void **state)
{
    (void)state;
    static const struct {
        bf_str junk;
        size_t bad;
    } cases[] = {
        {{"\0\0\0\0\0\0", 6}, 0}, {{"\r\n\r\n", 4}, 0}, {{"garbage", 7}, 1},
        {{"\x1f", 1}, 1},         {{"\x1f\x8b", 2}, 1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bf_buf file;
        bf_buf_init(&file, SIZE_MAX / 2);
        append_gzip(&file, BF_STR(FIRST));
        append_gzip(&file, BF_STR(""));
        bf_buf_append(&file, cases[i].junk);
        append_gzip(&file, BF_STR(SECOND));
        outcome between = read_bytes((bf_str){file.bytes, file.length});
        assert_string_equal(between.targets, "http://a.test/ 5;http://b.test/ 6;");
        bf_buf_append(&file, cases[i].junk);
        outcome after = read_bytes((bf_str){file.bytes, file.length});
        assert_string_equal(after.targets, "http://a.test/ 5;http://b.test/ 6;");
        assert_int_equal(between.bad, cases[i].bad);
        assert_int_equal(after.bad, 2 * cases[i].bad);
        bf_buf_free(&file);
    }
}

static void plain_records_and_members_may_follow_each_other(void **state)
{
    (void)state;
    bf_buf file;
    bf_buf_init(&file, SIZE_MAX / 2);
    bf_buf_append(&file, BF_STR(FIRST));
    append_gzip(&file, BF_STR(SECOND));
    bf_buf_append(&file, BF_STR(THIRD));
    outcome seen = read_bytes((bf_str){file.bytes, file.length});
    assert_int_equal(seen.bad, 0);
    assert_string_equal(seen.targets, "http://a.test/ 5;http://b.test/ 6;http://c.test/ 5;");
    assert_int_equal(seen.offsets[1], sizeof FIRST - 1);
    bf_buf_free(&file);
}

static void a_block_over_the_bound_is_cut_and_the_next_record_is_read(void **state)
{
    (void)state;
    memory file = {.rest = BF_STR(FIRST SECOND), .step = SIZE_MAX};
    bf_warc_record record;
    bf_error err = {0};
    bf_warc_reader *reader = bf_warc_reader_new(give, &file, 3);
    assert_int_equal(bf_warc_read(reader, &record, &err), BF_WARC_RECORD);
    assert_true(record.cut);
    assert_int_equal(record.content_length, 5);
    assert_true(bf_str_equal(record.block, BF_STR("fir")));
    assert_int_equal(record.length, sizeof FIRST - 1);
    assert_int_equal(bf_warc_read(reader, &record, &err), BF_WARC_RECORD);
    assert_true(bf_str_equal(record.block, BF_STR("sec")));
    bf_warc_reader_free(reader);
}

static void a_claim_of_any_size_takes_no_memory(void **state)
{
    (void)state;
    static const char *const claims[] = {"2147483648", "9223372036854775808",
                                         "18446744073709551615"};
    for (size_t i = 0; i < sizeof claims / sizeof *claims; i++) {
        struct rusage before, after;
        char file[256];
        snprintf(file, sizeof file, "WARC/1.1\r\nContent-Length: %s\r\n\r\nsmall", claims[i]);
        getrusage(RUSAGE_SELF, &before);
        outcome seen = read_bytes(bf_str_of(file));
        getrusage(RUSAGE_SELF, &after);
        assert_int_equal(seen.bad, 1);
        assert_non_null(strstr(seen.err.message, "cut off at offset"));
        assert_true(after.ru_maxrss - before.ru_maxrss < 8 * 1024); /* KiB */
    }
}

static void a_member_that_decodes_to_gibibytes_is_bad_and_the_next_one_is_read(void **state)
{
    (void)state;
    enum { MIB = 1024 * 1024, ZEROS = 1100 };
    bf_buf file;
    z_stream zlib = {0};
    char *zeros = calloc(1, MIB), *room = malloc(2 * MIB);
    bf_buf_init(&file, SIZE_MAX / 2);
    assert_true(zeros != NULL && room != NULL);
    assert_int_equal(deflateInit2(&zlib, 1, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
    const bf_str head = BF_STR("WARC/1.1\r\nContent-Length: 1153433600\r\n\r\n");
    for (size_t i = 0; i <= ZEROS; i++) {
        zlib.next_in = i == 0 ? (Bytef *)(uintptr_t)head.bytes : (Bytef *)zeros;
        zlib.avail_in = i == 0 ? (uInt)head.length : MIB;
        zlib.next_out = (Bytef *)room;
        zlib.avail_out = 2 * MIB;
        deflate(&zlib, i == ZEROS ? Z_FINISH : Z_NO_FLUSH);
        bf_buf_append(&file, (bf_str){room, 2 * MIB - zlib.avail_out});
    }
    deflateEnd(&zlib);
    append_gzip(&file, BF_STR(SECOND));
    outcome seen = read_bytes((bf_str){file.bytes, file.length});
    assert_true(seen.bad >= 1);
    assert_string_equal(seen.targets, "http://b.test/ 6;");
    free(zeros);
    free(room);
    bf_buf_free(&file);
}

static void a_source_that_fails_is_fatal(void **state)
{
    (void)state;
    for (size_t length = 0; length < sizeof FIRST; length++) {
        outcome seen = read_memory((memory){.rest = {FIRST, length}, .step = 10, .fails = true}, 0);
        assert_int_equal(seen.last, BF_WARC_FATAL);
        assert_int_equal(seen.err.code, BF_ERR_INPUT);
        assert_string_equal(seen.err.message, "the disk is gone");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(wget_s_record_is_read_without_its_brackets),
        cmocka_unit_test(lenient_forms_are_read),
        cmocka_unit_test(a_malformed_record_is_named_and_the_next_one_is_read),
        cmocka_unit_test(a_length_that_is_too_small_is_noticed_at_the_next_record),
        cmocka_unit_test(a_head_over_256_kib_is_bad),
        cmocka_unit_test(a_plain_file_cut_anywhere_gives_whole_records_or_bad),
        cmocka_unit_test(members_cut_anywhere_give_whole_records_or_bad),
        cmocka_unit_test(a_byte_changed_in_a_member_costs_that_member_only),
        cmocka_unit_test(a_torn_member_does_not_hide_the_one_written_after_it),
        cmocka_unit_test(a_torn_member_hides_nothing_however_the_bytes_arrive),
        cmocka_unit_test(records_before_a_break_are_given_when_a_file_is_gzipped_as_a_whole),
        cmocka_unit_test(a_record_begins_at_the_beginning_of_a_line_only),
        cmocka_unit_test(a_bad_record_s_block_is_never_taken_for_a_record_in_its_member),
        cmocka_unit_test(a_file_gzipped_as_a_whole_is_read_without_lengths),
        cmocka_unit_test(what_follows_the_members_is_passed_over_when_blank_and_named_when_not),
        cmocka_unit_test(plain_records_and_members_may_follow_each_other),
        cmocka_unit_test(a_block_over_the_bound_is_cut_and_the_next_record_is_read),
        cmocka_unit_test(a_claim_of_any_size_takes_no_memory),
        cmocka_unit_test(a_member_that_decodes_to_gibibytes_is_bad_and_the_next_one_is_read),
        cmocka_unit_test(a_source_that_fails_is_fatal),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

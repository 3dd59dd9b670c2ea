/* test_coding.c: content codings undone, within bounds, and what hostile bytes make of them. */
#include "tests/support/views.h"

#include <stdlib.h>

#include <brotli/encode.h>
#include <zlib.h>
#include <zstd.h>

#include "common/coding.h"

static const bf_coding_limits wide = {.bytes = 64 << 20, .ratio = 1000000, .codings = 4};

/* --- Encoders ----------------------------------------------------------------------------------
 */

static void append_zlib(bf_buf *out, bf_str bytes, int window_bits)
{
    z_stream zlib = {0};
    assert_int_equal(deflateInit2(&zlib, 6, Z_DEFLATED, window_bits, 8, Z_DEFAULT_STRATEGY), Z_OK);
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

static void append_gzip(bf_buf *out, bf_str bytes)
{
    append_zlib(out, bytes, 15 + 16);
}

static void append_deflate(bf_buf *out, bf_str bytes)
{
    append_zlib(out, bytes, 15);
}

static void append_bare_deflate(bf_buf *out, bf_str bytes)
{
    append_zlib(out, bytes, -15);
}

static void append_brotli(bf_buf *out, bf_str bytes)
{
    size_t most = BrotliEncoderMaxCompressedSize(bytes.length) + 64;
    char *room = bf_buf_room(out, most);
    assert_non_null(room);
    assert_true(BrotliEncoderCompress(5, 22, BROTLI_MODE_TEXT, bytes.length,
                                      (const uint8_t *)bytes.bytes, &most, (uint8_t *)room));
    bf_buf_wrote(out, most);
}

static void append_zstd(bf_buf *out, bf_str bytes)
{
    size_t most = ZSTD_compressBound(bytes.length);
    char *room = bf_buf_room(out, most);
    assert_non_null(room);
    most = ZSTD_compress(room, most, bytes.bytes, bytes.length, 3);
    assert_false(ZSTD_isError(most));
    bf_buf_wrote(out, most);
}

typedef void append_coded(bf_buf *out, bf_str bytes);

static const struct {
    const char *name;
    append_coded *encode;
} coders[] = {
    {"gzip", append_gzip},       {"x-gzip", append_gzip},
    {"deflate", append_deflate}, {"deflate", append_bare_deflate},
    {"br", append_brotli},       {"zstd", append_zstd},
};
enum { CODERS = sizeof coders / sizeof *coders };

/* --- What is asked -----------------------------------------------------------------------------
 */

static bf_str view_of(const bf_buf *buf)
{
    return (bf_str){buf->bytes, buf->length};
}

static bf_buf coded(append_coded *encode, bf_str bytes)
{
    bf_buf out;
    bf_buf_init(&out, SIZE_MAX / 4);
    encode(&out, bytes);
    return out;
}

/* Undoes `names` and says how it ended; what came out is in `out`, to be freed. */
static bf_coding_end undo(const char *names, bf_str body, const bf_coding_limits *limits,
                          bf_buf *out)
{
    bf_buf_init(out, limits->bytes);
    return bf_coding_undo(bf_str_of(names), body, limits, out);
}

static void check(const char *names, bf_str body, bf_coding_end end, bf_str expected)
{
    bf_buf out;
    assert_int_equal(undo(names, body, &wide, &out), end);
    assert_same_view(view_of(&out), expected);
    bf_buf_free(&out);
}

/* Text that does not pack too well: words with numbers. */
static bf_buf make_text(size_t length)
{
    bf_buf text;
    uint32_t seed = 1;
    bf_buf_init(&text, length + 100);
    while (text.length < length) {
        seed = seed * 1664525u + 1013904223u;
        bf_buf_append_format(&text, "therapist %u, ", seed >> 12);
    }
    text.length = length;
    return text;
}

static void each_coding_gives_back_what_went_in(void **state)
{
    (void)state;
    static const size_t lengths[] = {1, 2, 1000, 65535, 65536, 65537, 300000};
    for (size_t i = 0; i < CODERS; i++)
        for (size_t j = 0; j < sizeof lengths / sizeof *lengths; j++) {
            bf_buf text = make_text(lengths[j]), body = coded(coders[i].encode, view_of(&text));
            check(coders[i].name, view_of(&body), BF_CODING_DONE, view_of(&text));
            bf_buf_free(&body);
            bf_buf_free(&text);
        }
}

static void coded_emptiness_is_empty(void **state)
{
    (void)state;
    for (size_t i = 0; i < CODERS; i++) {
        bf_buf body = coded(coders[i].encode, BF_STR(""));
        check(coders[i].name, view_of(&body), BF_CODING_DONE, BF_STR(""));
        bf_buf_free(&body);
    }
}

/* A HEAD, a 304 and a revisit record have the field and no body. */
static void no_bytes_are_whole_in_every_coding(void **state)
{
    (void)state;
    for (size_t i = 0; i < CODERS; i++)
        check(coders[i].name, BF_STR(""), BF_CODING_DONE, BF_STR(""));
    check("compress", BF_STR(""), BF_CODING_DONE, BF_STR(""));
    check("", BF_STR(""), BF_CODING_DONE, BF_STR(""));
}

static void names_are_read_without_case_blanks_and_identity(void **state)
{
    (void)state;
    static const char *const names[] = {"GZIP",           " gzip ", "gzip,",        ",,gzip",
                                        "identity, gzip", "X-GZip", "gzip,identity"};
    bf_buf body = coded(append_gzip, BF_STR("hello"));
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        check(names[i], view_of(&body), BF_CODING_DONE, BF_STR("hello"));
    check("identity", BF_STR("hello"), BF_CODING_DONE, BF_STR("hello"));
    check("", BF_STR("hello"), BF_CODING_DONE, BF_STR("hello"));
    bf_buf_free(&body);
}

static void
all_members_of_gzip_and_all_frames_of_zstd_are_read_and_junk_behind_them_is_dropped(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        append_coded *encode;
    } cases[] = {{"gzip", append_gzip}, {"zstd", append_zstd}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bf_buf body = coded(cases[i].encode, BF_STR("one "));
        cases[i].encode(&body, BF_STR(""));
        cases[i].encode(&body, BF_STR("two"));
        check(cases[i].name, view_of(&body), BF_CODING_DONE, BF_STR("one two"));
        bf_buf_append(&body, BF_STR("\0\0<!-- cached -->"));
        check(cases[i].name, view_of(&body), BF_CODING_DONE, BF_STR("one two"));
        bf_buf_free(&body);
    }
}

static void stacked_codings_are_undone_from_the_last(void **state)
{
    (void)state;
    bf_buf first = coded(append_gzip, BF_STR("hello")),
           second = coded(append_brotli, view_of(&first)),
           third = coded(append_zstd, view_of(&second));
    check("gzip, br, zstd", view_of(&third), BF_CODING_DONE, BF_STR("hello"));
    check("gzip, br", view_of(&second), BF_CODING_DONE, BF_STR("hello"));
    /* coded once, said twice: what is not gzip is taken as it is */
    check("gzip, gzip", view_of(&first), BF_CODING_DONE, BF_STR("hello"));
    bf_buf_free(&first);
    bf_buf_free(&second);
    bf_buf_free(&third);
}

static void more_codings_than_the_bound_are_not_undone(void **state)
{
    (void)state;
    bf_coding_limits limits = wide;
    bf_buf body = coded(append_gzip, BF_STR("hello")), out;
    limits.codings = 2;
    assert_int_equal(undo("gzip, gzip", view_of(&body), &limits, &out), BF_CODING_DONE);
    bf_buf_free(&out);
    assert_int_equal(undo("gzip, gzip, gzip", view_of(&body), &limits, &out), BF_CODING_CUT);
    bf_buf_free(&out);
    bf_buf_free(&body);
}

static void text_that_is_said_to_be_coded_and_is_not_is_taken_as_it_is(void **state)
{
    (void)state;
    bf_str page = BF_STR("<!DOCTYPE html>\r\n<title>Ana Example</title>\x1B\x80\xFF");
    for (size_t i = 0; i < CODERS; i++)
        check(coders[i].name, page, BF_CODING_DONE, page);
    check("utf-8", page, BF_CODING_DONE, page); /* servers say such things */
    check("none", page, BF_CODING_DONE, page);
}

static void bytes_of_an_unknown_coding_are_not_taken_for_text(void **state)
{
    (void)state;
    check("compress", BF_STR("\x1F\x9D\x90\x68\xCA\xB0"), BF_CODING_CUT, BF_STR(""));
    check("gzip, compress", BF_STR("\x1F\x9D\x90\x68\xCA\xB0"), BF_CODING_CUT, BF_STR(""));
}

/* Says whether the first four bytes tell that it is coded. */
static bool is_marked(append_coded *encode)
{
    return encode == append_gzip || encode == append_zstd;
}

static void cut_anywhere_what_could_be_read_is_kept(void **state)
{
    (void)state;
    bf_buf text = make_text(3000);
    for (size_t i = 0; i < CODERS; i++) {
        bf_buf body = coded(coders[i].encode, view_of(&text));
        size_t most = 0;
        size_t least = is_marked(coders[i].encode) ? 4 : 1; /* less does not show the mark */
        for (size_t cut = least; cut < body.length; cut++) {
            bf_buf out;
            bf_coding_end end =
                undo(coders[i].name, bf_str_slice(view_of(&body), 0, cut), &wide, &out);
            if (end != BF_CODING_CUT)
                fail_msg("%s cut to %zu of %zu: %d", coders[i].name, cut, body.length, (int)end);
            assert_true(bf_str_starts(view_of(&text), view_of(&out)));
            assert_true(out.length >= most); /* more bytes never give less */
            most = out.length;
            bf_buf_free(&out);
        }
        assert_true(most > 0 || coders[i].encode == append_zstd); /* one block: all or nothing */
        bf_buf_free(&body);
    }
    bf_buf_free(&text);
}

static void a_broken_byte_does_not_take_along_what_came_before_it(void **state)
{
    (void)state;
    bf_buf text = make_text(1000 * 1000);
    for (size_t i = 0; i < CODERS; i++) {
        bf_buf body = coded(coders[i].encode, view_of(&text)), out;
        size_t at = body.length - body.length / 8;
        memset(body.bytes + at, 0xFF, 100);
        bf_coding_end end = undo(coders[i].name, view_of(&body), &wide, &out);
        /* bare deflate has no check sum: junk may end like the end */
        assert_true(end == BF_CODING_CUT || coders[i].encode == append_bare_deflate);
        size_t same = 0;
        while (same < out.length && out.bytes[same] == text.bytes[same])
            same++;
        assert_true(same > text.length / 2);
        bf_buf_free(&out);
        bf_buf_free(&body);
    }
    bf_buf_free(&text);
}

static void a_body_of_just_the_bound_is_whole_and_a_byte_more_is_cut_there(void **state)
{
    (void)state;
    static const size_t bounds[] = {1, 1000, 65536, 65537, 131072};
    for (size_t i = 0; i < CODERS; i++)
        for (size_t j = 0; j < sizeof bounds / sizeof *bounds; j++)
            for (size_t over = 0; over < 2; over++) {
                bf_coding_limits limits = wide;
                bf_buf text = make_text(bounds[j] + over), out;
                bf_buf body = coded(coders[i].encode, view_of(&text));
                limits.bytes = bounds[j];
                assert_int_equal(undo(coders[i].name, view_of(&body), &limits, &out),
                                 over ? BF_CODING_LIMIT : BF_CODING_DONE);
                assert_same_view(view_of(&out), bf_str_slice(view_of(&text), 0, bounds[j]));
                bf_buf_free(&out);
                bf_buf_free(&body);
                bf_buf_free(&text);
            }
}

static void plain_bytes_are_bounded_too(void **state)
{
    (void)state;
    bf_coding_limits limits = wide;
    bf_buf out;
    limits.bytes = 5;
    assert_int_equal(undo("", BF_STR("hello"), &limits, &out), BF_CODING_DONE);
    bf_buf_free(&out);
    assert_int_equal(undo("", BF_STR("hello!"), &limits, &out), BF_CODING_LIMIT);
    assert_view(view_of(&out), "hello");
    bf_buf_free(&out);
}

static void a_bomb_ends_at_the_ratio_past_the_first_mib(void **state)
{
    (void)state;
    enum { HUGE = 32 << 20, FREE = 1 << 20 };
    char *zeros = calloc(1, HUGE);
    assert_non_null(zeros);
    for (size_t i = 0; i < CODERS; i++) {
        bf_coding_limits limits = wide;
        bf_buf body = coded(coders[i].encode, (bf_str){zeros, HUGE}), out;
        limits.ratio = 10;
        assert_true(body.length * 10 < HUGE / 2);
        assert_int_equal(undo(coders[i].name, view_of(&body), &limits, &out), BF_CODING_LIMIT);
        assert_int_equal(out.length, FREE + 10 * body.length);
        bf_buf_free(&out);
        bf_buf_free(&body);
    }
    free(zeros);
}

static void a_bomb_in_a_bomb_is_bounded_at_each_stage(void **state)
{
    (void)state;
    enum { HUGE = 32 << 20 };
    bf_coding_limits limits = {.bytes = 4 << 20, .ratio = 200, .codings = 4};
    char *zeros = calloc(1, HUGE);
    bf_buf inner = coded(append_gzip, (bf_str){zeros, HUGE}), outer, out;
    outer = coded(append_gzip, view_of(&inner));
    assert_int_equal(undo("gzip, gzip", view_of(&outer), &limits, &out), BF_CODING_LIMIT);
    assert_true(out.length <= limits.bytes && out.capacity <= 4 * limits.bytes);
    bf_buf_free(&out);
    bf_buf_free(&outer);
    bf_buf_free(&inner);
    free(zeros);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_coding_gives_back_what_went_in),
        cmocka_unit_test(coded_emptiness_is_empty),
        cmocka_unit_test(no_bytes_are_whole_in_every_coding),
        cmocka_unit_test(names_are_read_without_case_blanks_and_identity),
        cmocka_unit_test(
            all_members_of_gzip_and_all_frames_of_zstd_are_read_and_junk_behind_them_is_dropped),
        cmocka_unit_test(stacked_codings_are_undone_from_the_last),
        cmocka_unit_test(more_codings_than_the_bound_are_not_undone),
        cmocka_unit_test(text_that_is_said_to_be_coded_and_is_not_is_taken_as_it_is),
        cmocka_unit_test(bytes_of_an_unknown_coding_are_not_taken_for_text),
        cmocka_unit_test(cut_anywhere_what_could_be_read_is_kept),
        cmocka_unit_test(a_broken_byte_does_not_take_along_what_came_before_it),
        cmocka_unit_test(a_body_of_just_the_bound_is_whole_and_a_byte_more_is_cut_there),
        cmocka_unit_test(plain_bytes_are_bounded_too),
        cmocka_unit_test(a_bomb_ends_at_the_ratio_past_the_first_mib),
        cmocka_unit_test(a_bomb_in_a_bomb_is_bounded_at_each_stage),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* test_charset.c: bytes of a page to UTF-8, as browsers read them. */
#include "tests/support/views.h"

#include <stdlib.h>

#include "common/charset.h"
#include "common/utf8.h"

static bf_arena *arena;

static int make_arena(void **state)
{
    (void)state;
    arena = bf_arena_new(64 << 20);
    return arena == NULL;
}

static int free_arena(void **state)
{
    (void)state;
    bf_arena_free(arena);
    return 0;
}

static bf_charset_text decode(bf_str bytes, const char *http)
{
    bf_charset_text made;
    bf_error err = {0};
    assert_true(bf_charset_decode(bytes, bf_str_of(http), arena, &made, &err));
    assert_int_equal(err.code, BF_OK);
    assert_true(bf_utf8_valid(made.text));
    return made;
}

#define R "\xEF\xBF\xBD"
#define E_ACUTE "\xC3\xA9"

static void the_labels_of_the_web_are_known(void **state)
{
    (void)state;
    static const struct {
        const char *label, *name;
    } cases[] = {
        {"utf-8", "utf-8"},
        {"UTF8", "utf-8"},
        {" Utf-8\n", "utf-8"},
        {"iso-8859-1", "windows-1252"},
        {"latin1", "windows-1252"},
        {"us-ascii", "windows-1252"},
        {"iso-8859-9", "windows-1254"},
        {"shift-jis", "shift_jis"},
        {"gb2312", "gbk"},
        {"ks_c_5601-1987", "euc-kr"},
        {"iso-8859-11", "windows-874"},
        {"koi8-ru", "koi8-u"},
        {"utf-16", "utf-16le"},
        {"unicodefffe", "utf-16be"},
        {"x-mac-roman", "macintosh"},
        {"big5-hkscs", "big5"},
        {"iso-2022-jp", "iso-2022-jp"},
        {"x-euc-jp", "euc-jp"},
        /* not known: passed over */
        {"utf-7", "windows-1252"},
        {"", "windows-1252"},
        {"utf-8 utf8", "windows-1252"},
        {"hz-gb-2312", "windows-1252"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_same_view(decode(BF_STR("ab"), cases[i].label).name, bf_str_of(cases[i].name));
}

static void a_mark_beats_the_header_and_that_beats_meta(void **state)
{
    (void)state;
    const struct {
        bf_str bytes;
        const char *http, *name;
        bf_str text;
    } cases[] = {
        {BF_STR("\xEF\xBB\xBF\xC3\xA9"), "koi8-r", "utf-8", BF_STR(E_ACUTE)},
        {BF_STR("\xFF\xFE\xE9\x00"), "utf-8", "utf-16le", BF_STR(E_ACUTE)},
        {BF_STR("\xFE\xFF\x00\xE9"), "utf-8", "utf-16be", BF_STR(E_ACUTE)},
        {BF_STR("<meta charset=koi8-r>\xC3\xA9"), "utf-8", "utf-8",
         BF_STR("<meta charset=koi8-r>" E_ACUTE)},
        {BF_STR("<meta charset=utf-8>\xE9"), "iso-8859-1", "windows-1252",
         BF_STR("<meta charset=utf-8>" E_ACUTE)},
        {BF_STR("<meta charset=koi8-r>\xC1"), "no-such-thing", "koi8-r",
         BF_STR("<meta charset=koi8-r>\xD0\xB0")},
        {BF_STR("\xEF\xBB\xBF"), "", "utf-8", BF_STR("")},
        {BF_STR(""), "utf-8", "utf-8", BF_STR("")},
        {BF_STR(""), "", "windows-1252", BF_STR("")},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bf_charset_text made = decode(cases[i].bytes, cases[i].http);
        assert_same_view(made.name, bf_str_of(cases[i].name));
        assert_same_view(made.text, cases[i].text);
        assert_int_equal(made.bad_bytes, 0);
    }
}

static void without_a_word_about_it_utf8_is_seen_and_the_rest_is_windows_1252(void **state)
{
    (void)state;
    bf_charset_text made = decode(BF_STR("caf\xC3\xA9"), "");
    assert_view(made.name, "utf-8");
    assert_view(made.text, "caf" E_ACUTE);
    made = decode(BF_STR("caf\xE9 \x93quoted\x94 \x80"), "");
    assert_view(made.name, "windows-1252");
    assert_view(made.text, "caf" E_ACUTE " \xE2\x80\x9Cquoted\xE2\x80\x9D \xE2\x82\xAC");
    assert_int_equal(made.bad_bytes, 0);
}

static void meta_is_read_as_browsers_read_it(void **state)
{
    (void)state;
    static const struct {
        const char *head, *name;
    } cases[] = {
        {"<meta charset=koi8-r>", "koi8-r"},
        {"<META CHARSET = 'koi8-r'/>", "koi8-r"},
        {"<meta\ncharset=\"koi8-r\">", "koi8-r"},
        {"<meta/charset=koi8-r>", "koi8-r"},
        {"<meta http-equiv=Content-Type content=\"text/html; charset=koi8-r\">", "koi8-r"},
        {"<meta name=a content=b><meta charset=koi8-r>", "koi8-r"},
        {"<meta charset=utf-16>", "utf-8"}, /* cannot be right: it was read as ASCII */
        {"<meta charset=utf-16be>", "utf-8"},
        {"<meta charset=nonsense><meta charset=koi8-r>", "koi8-r"},
        {"<!-- <meta charset=koi8-u> --><meta charset=koi8-r>", "koi8-r"},
        {"<!--><meta charset=koi8-r>", "koi8-r"},
        {"<!-- <meta charset=koi8-u>", "windows-1252"},
        {"<metadata charset=koi8-r>", "windows-1252"},
        {"<meta charset=>", "windows-1252"},
        {"<meta charset", "windows-1252"},
        {"<meta", "windows-1252"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (!bf_str_equal(decode(bf_str_of(cases[i].head), "").name, bf_str_of(cases[i].name)))
            fail_msg("%s", cases[i].head);
}

static void meta_past_1024_bytes_is_not_looked_for(void **state)
{
    (void)state;
    static const char meta[] = "<meta charset=koi8-r>";
    char page[1100];
    memset(page, ' ', sizeof page);
    memcpy(page + 1024 - (sizeof meta - 1), meta, sizeof meta - 1);
    assert_view(decode((bf_str){page, sizeof page}, "").name, "koi8-r");
    memset(page, ' ', sizeof page);
    memcpy(page + 1024, meta, sizeof meta - 1);
    assert_view(decode((bf_str){page, sizeof page}, "").name, "windows-1252");
}

static void a_bad_byte_is_counted_and_replaced_and_the_rest_is_read(void **state)
{
    (void)state;
    const struct {
        const char *label;
        bf_str bytes;
        size_t bad;
        bf_str text;
    } cases[] = {
        {"utf-8", BF_STR("a\xFFz\xC3"), 2, BF_STR("a" R "z" R)},
        {"windows-1252", BF_STR("a\x81z\x9D"), 2, BF_STR("a" R "z" R)},
        {"windows-1252", BF_STR("a\0z"), 0, BF_STR("a\0z")},
        {"shift_jis", BF_STR("a\x81 \x82\xA0"), 1, BF_STR("a" R " \xE3\x81\x82")},
        {"euc-jp", BF_STR("a\xFFz"), 1, BF_STR("a" R "z")},
        {"euc-jp", BF_STR("\xA4\xA2\xA4"), 1, BF_STR("\xE3\x81\x82" R)},
        {"utf-16le", BF_STR("a\0\x00\xD8z\0"), 1, BF_STR("a" R "z")}, /* a lone surrogate */
        {"utf-16be", BF_STR("\0a\xDC\x00\0z"), 1, BF_STR("a" R "z")},
        {"utf-16le", BF_STR("a\0z"), 1, BF_STR("a" R)}, /* half a unit */
        {"utf-16le", BF_STR("a\0\x3D\xD8\x00\xDE"), 0, BF_STR("a\xF0\x9F\x98\x80")},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bf_charset_text made = decode(cases[i].bytes, cases[i].label);
        assert_same_view(made.text, cases[i].text);
        assert_int_equal(made.bad_bytes, cases[i].bad);
    }
}

static void the_last_character_is_not_lost_in_any_encoding(void **state)
{
    (void)state;
    static const char *const labels[] = {
        "utf-8",        "windows-1252", "iso-8859-2",   "iso-8859-3",   "iso-8859-4",
        "iso-8859-5",   "iso-8859-6",   "iso-8859-7",   "iso-8859-8",   "iso-8859-10",
        "iso-8859-13",  "iso-8859-14",  "iso-8859-15",  "iso-8859-16",  "ibm866",
        "koi8-r",       "koi8-u",       "macintosh",    "windows-874",  "windows-1250",
        "windows-1251", "windows-1253", "windows-1254", "windows-1255", "windows-1256",
        "windows-1257", "windows-1258", "gbk",          "gb18030",      "big5",
        "euc-jp",       "iso-2022-jp",  "shift_jis",    "euc-kr"};
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++) {
        bf_charset_text made = decode(BF_STR("\x7F therapist a"), labels[i]);
        assert_same_view(made.name, bf_str_of(labels[i]));
        assert_view(made.text, "\x7F therapist a");
        assert_int_equal(made.bad_bytes, 0);
        made = decode(BF_STR("\xFF\xFF"), labels[i]); /* whatever it is: the memory holds it */
        made = decode(BF_STR("\xE0"), labels[i]);
        assert_true(made.text.length > 0);
    }
    assert_view(decode(BF_STR("\xE0"), "windows-1255").text, "\xD7\x90"); /* alef */
}

static void text_that_needs_no_change_is_a_view_of_the_bytes(void **state)
{
    (void)state;
    bf_str utf8 = BF_STR("\xEF\xBB\xBF"
                         "caf\xC3\xA9"),
           ascii = BF_STR("cafe");
    assert_true(decode(utf8, "").text.bytes == utf8.bytes + 3);
    assert_true(decode(ascii, "").text.bytes == ascii.bytes);
    assert_int_equal(bf_arena_used(arena), 0);
}

static void long_texts_are_converted_across_windows(void **state)
{
    (void)state;
    enum { LENGTH = 300001 };
    char *bytes = malloc(LENGTH);
    assert_non_null(bytes);
    memset(bytes, 0xC1, LENGTH); /* in koi8-r a letter of two bytes in UTF-8 */
    bf_charset_text made = decode((bf_str){bytes, LENGTH}, "koi8-r");
    assert_int_equal(made.text.length, 2 * LENGTH);
    assert_int_equal(made.bad_bytes, 0);
    memset(bytes, 0xFF, LENGTH);
    made = decode((bf_str){bytes, LENGTH}, "euc-jp");
    assert_int_equal(made.bad_bytes, LENGTH);
    assert_int_equal(made.text.length, 3 * LENGTH);
    free(bytes);
}

static void an_arena_without_room_is_an_error(void **state)
{
    (void)state;
    bf_arena *small = bf_arena_new(16);
    bf_charset_text made;
    bf_error err = {0};
    assert_false(bf_charset_decode(BF_STR("\xE9\xE9\xE9\xE9\xE9\xE9\xE9\xE9\xE9"), BF_STR("latin1"),
                                   small, &made, &err));
    assert_error(err, BF_ERR_MEMORY, "charset: no memory");
    bf_arena_free(small);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, make_arena, free_arena)
    const struct CMUnitTest tests[] = {
        TEST(the_labels_of_the_web_are_known),
        TEST(a_mark_beats_the_header_and_that_beats_meta),
        TEST(without_a_word_about_it_utf8_is_seen_and_the_rest_is_windows_1252),
        TEST(meta_is_read_as_browsers_read_it),
        TEST(meta_past_1024_bytes_is_not_looked_for),
        TEST(a_bad_byte_is_counted_and_replaced_and_the_rest_is_read),
        TEST(the_last_character_is_not_lost_in_any_encoding),
        TEST(text_that_needs_no_change_is_a_view_of_the_bytes),
        TEST(long_texts_are_converted_across_windows),
        TEST(an_arena_without_room_is_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

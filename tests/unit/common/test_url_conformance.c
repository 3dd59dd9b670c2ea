/* test_url_conformance.c: URLs beside what others say of them: the tests of the WHATWG URL standard
 * (librust-url-dev) and those of UTS 46 (librust-idna-dev, which that one needs), as Debian ships
 * them. Where we differ by choice stands in url_differences.txt, each with its reason; a difference
 * that is not listed fails, and one that is listed and gone fails as well. */
#include "tests/support/differences.h"

#include <locale.h>
#include <stdlib.h>

#include "common/json.h"
#include "common/url.h"
#include "common/utf8.h"

#define DIFFERENCES BF_SOURCE_DIR "/tests/unit/common/url_differences.txt"

static bf_arena *arena;

static int make_arena(void **state)
{
    (void)state;
    arena = bf_arena_new((size_t)64 << 20);
    return arena == NULL || setlocale(LC_CTYPE, "C.UTF-8") == NULL;
}

static int free_arena(void **state)
{
    (void)state;
    bf_arena_free(arena);
    return 0;
}

/* --- The WHATWG URL standard -------------------------------------------------------------------
 */

static bool is_web(bf_str url)
{
    return bf_str_starts_nocase(url, BF_STR("http:")) ||
           bf_str_starts_nocase(url, BF_STR("https:"));
}

/* The result that the standard wants in our fetch form: no fragment, path and query normal; empty
 * where we refuse: no URL, none of the web, or one with credentials. */
static bf_str expected_of(const cJSON *item)
{
    bf_str href = bf_json_text(bf_json_member(item, "href")), out;
    bf_str host = bf_json_text(bf_json_member(item, "host"));
    bf_str path = bf_json_text(bf_json_member(item, "pathname"));
    bf_error err = {0};
    bf_buf text;
    if (!is_web(href) || bf_json_text(bf_json_member(item, "username")).length > 0 ||
        bf_json_text(bf_json_member(item, "password")).length > 0)
        return (bf_str){0};
    href = bf_str_slice(href, 0, bf_str_find(href, BF_STR("#"), 0));
    size_t query = bf_str_find(href, BF_STR("?"), 0);
    bf_buf_init(&text, 65536);
    bf_buf_append_format(&text, "%.*s//%.*s",
                         BF_STR_ARG(bf_json_text(bf_json_member(item, "protocol"))),
                         BF_STR_ARG(host));
    bf_url_append_normal(&text, path);
    if (query != SIZE_MAX)
        bf_url_append_normal(&text, bf_str_after(href, query));
    assert_true(bf_buf_view(&text, "URL", &out, &err) && bf_arena_copy(arena, out, &out));
    bf_buf_free(&text);
    return out;
}

/* What we read; empty when refused. */
static bf_str parsed(bf_str input, bf_str base_text)
{
    bf_url base, url;
    bf_error err = {0};
    bool with_base = is_web(base_text);
    if (with_base && !bf_url_parse(base_text, NULL, arena, &base, &err))
        return (bf_str){0};
    bool read = bf_url_parse(input, with_base ? &base : NULL, arena, &url, &err);
    assert_int_equal(err.code, read ? BF_OK : BF_ERR_FORMAT);
    return read ? url.text : (bf_str){0};
}

/* A case is ours when its result, what it is relative to, or what fails is of the web. */
static bool is_ours(const cJSON *item)
{
    return is_web(bf_json_text(bf_json_member(item, "href"))) ||
           is_web(bf_str_trim(bf_json_text(bf_json_member(item, "input")))) ||
           is_web(bf_json_text(bf_json_member(item, "base")));
}

static void check_case(const cJSON *item, differences *list)
{
    bf_str expected = expected_of(item);
    bf_str got = parsed(bf_json_text(bf_json_member(item, "input")),
                        bf_json_text(bf_json_member(item, "base")));
    if (bf_str_equal(got, expected))
        return;
    char *input = cJSON_PrintUnformatted(bf_json_member(item, "input"));
    char *base = cJSON_PrintUnformatted(bf_json_member(item, "base"));
    bf_buf name;
    bf_buf_init(&name, 65536);
    bf_buf_append_format(&name, "%s %s", input, base);
    note_difference(list, (bf_str){name.bytes, name.length}, expected, got);
    bf_buf_free(&name);
    cJSON_free(input);
    cJSON_free(base);
}

static void urls_are_read_as_the_standard_of_browsers_says(void **state)
{
    (void)state;
    static differences list;
    bf_buf text;
    bf_error err = {0};
    size_t count = 0;
    read_shipped("/usr/share/cargo/registry/url-*/tests/urltestdata.json", &text);
    read_differences(&list, DIFFERENCES, BF_STR("whatwg"));
    cJSON *all = bf_json_parse((bf_str){text.bytes, text.length}, &(bf_json_limits){0}, &err);
    if (all == NULL)
        fail_msg("%s", err.message);
    for (const cJSON *item = all->child; item; item = item->next)
        if (cJSON_IsObject(item) && is_ours(item)) {
            check_case(item, &list);
            count++;
        }
    print_message("%zu cases are ours, %zu differ by choice\n", count, list.count);
    cJSON_Delete(all);
    bf_buf_free(&text);
    assert_true(count > 300);
    end_differences(&list);
}

/* --- UTS 46 ------------------------------------------------------------------------------------
 */

/* Undoes "\uXXXX" and "\x{XXXX}" of a field; false for a lone surrogate, which no URL can hold. */
static bool unescape(bf_str field, bf_buf *out)
{
    bf_buf_reset(out);
    while (field.length > 0) {
        bool braces = bf_str_starts(field, BF_STR("\\x{"));
        if (!braces && !bf_str_starts(field, BF_STR("\\u"))) {
            bf_buf_append_char(out, field.bytes[0]);
            field = bf_str_after(field, 1);
            continue;
        }
        char digits[16];
        size_t end = braces ? bf_str_find(field, BF_STR("}"), 0) : 6;
        snprintf(digits, sizeof digits, "%.*s",
                 BF_STR_ARG(bf_str_slice(field, braces ? 3 : 2, end)));
        unsigned long c = strtoul(digits, NULL, 16);
        if (c >= 0xD800 && c <= 0xDFFF)
            return false;
        bf_utf8_append(out, (uint32_t)c);
        field = bf_str_after(field, end + braces);
    }
    return true;
}

/* The fields of a line: source; toUnicode; its status; toAsciiN; its status; and more. An empty
 * field means what the one before it of its kind holds. */
typedef struct {
    bf_str source, result;
    bool fails;
} idna_case;

static idna_case read_idna(bf_str line)
{
    bf_str fields[5], rest;
    bf_str_take_part(&line, '#', &rest);
    for (size_t i = 0; i < 5; i++) {
        bf_str_take_part(&rest, ';', &fields[i]);
        fields[i] = bf_str_trim(fields[i]);
    }
    bf_str status = fields[4].length > 0 ? fields[4] : fields[2];
    idna_case made = {.source = fields[0], .result = fields[3]};
    for (size_t i = 2; made.result.length == 0 && i-- > 0;)
        made.result = fields[i];
    made.fails = status.length > 0 && !bf_str_equal(status, BF_STR("[]"));
    return made;
}

static void append_url_of(bf_buf *out, const bf_buf *host)
{
    bf_buf_append(out, BF_STR("http://"));
    bf_buf_append(out, (bf_str){host->bytes, host->length});
    bf_buf_append_char(out, '/');
}

/* `name` in ASCII, so that one sees in the list what it is made of. */
static void append_visible(bf_buf *out, bf_str name)
{
    uint32_t c;
    while (bf_utf8_take(&name, &c))
        bf_buf_append_format(out, c < 0x80 ? "%c" : "\\x{%04X}", (unsigned)c);
}

/* Only names that UTS 46 takes are judged. Of what it refuses, libcurl 7.88 takes what the older
 * transitional rules take; DNS knows no such name. */
static void check_idna(const idna_case *it, differences *list, size_t *count)
{
    bf_buf name, expected, url, wanted;
    bf_buf_init(&name, 4096);
    bf_buf_init(&expected, 4096);
    bf_buf_init(&url, 4096);
    bf_buf_init(&wanted, 4096);
    if (!it->fails && unescape(it->source, &name) && unescape(it->result, &expected)) {
        append_url_of(&url, &name);
        append_url_of(&wanted, &expected);
        bf_str got = parsed((bf_str){url.bytes, url.length}, (bf_str){0});
        bf_buf_reset(&url);
        append_visible(&url, (bf_str){name.bytes, name.length});
        if (!bf_str_equal(got, (bf_str){wanted.bytes, wanted.length}))
            note_difference(list, (bf_str){url.bytes, url.length},
                            (bf_str){wanted.bytes, wanted.length}, got);
        ++*count;
    }
    bf_buf_free(&name);
    bf_buf_free(&expected);
    bf_buf_free(&url);
    bf_buf_free(&wanted);
}

static void hosts_become_a_labels_as_uts_46_says(void **state)
{
    (void)state;
    static differences list;
    bf_buf text;
    size_t count = 0;
    read_shipped("/usr/share/cargo/registry/idna-*/tests/IdnaTestV2.txt", &text);
    read_differences(&list, DIFFERENCES, BF_STR("uts46"));
    bf_str rest = {text.bytes, text.length}, line;
    while (bf_str_take_line(&rest, &line)) {
        bf_arena_reset(arena);
        idna_case it = read_idna(line);
        if (it.source.length > 0)
            check_idna(&it, &list, &count);
    }
    print_message("%zu names, %zu differ by choice\n", count, list.count);
    bf_buf_free(&text);
    assert_true(count > 400);
    end_differences(&list);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, make_arena, free_arena)
    const struct CMUnitTest tests[] = {
        TEST(urls_are_read_as_the_standard_of_browsers_says),
        TEST(hosts_become_a_labels_as_uts_46_says),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* test_telling.c: what people and programs are told of a crawl on standard error. */
#include "tests/support/views.h"

#include <stdlib.h>
#include <unistd.h>

#include <cJSON.h>

#include "cli/telling.h"
#include "common/utf8.h"

enum { TOLD = 64 * 1024 };

static int saved = -1; /* standard error, while it is caught */

static void catch_stderr(void)
{
    char path[] = "/tmp/test_telling.XXXXXX";
    fflush(stderr);
    saved = dup(STDERR_FILENO);
    int fd = mkstemp(path);
    assert_true(saved >= 0 && fd >= 0 && dup2(fd, STDERR_FILENO) >= 0);
    close(fd);
    unlink(path);
}

/* What was written since catch_stderr(); standard error is as it was. */
static const char *caught(void)
{
    static char told[TOLD];
    fflush(stderr);
    ssize_t got = pread(STDERR_FILENO, told, TOLD - 1, 0);
    dup2(saved, STDERR_FILENO);
    close(saved);
    assert_true(got >= 0);
    told[got] = '\0';
    return told;
}

static const char *told_of(bf_telling_mode mode, bool quiet, const bf_crawl_event *event)
{
    catch_stderr();
    bf_telling telling = bf_telling_begin(mode, quiet);
    bf_telling_event(&telling, event);
    return caught();
}

static const char *told_at_end(bf_telling_mode mode, bool quiet, const bf_crawl_summary *summary)
{
    catch_stderr();
    bf_telling telling = bf_telling_begin(mode, quiet);
    bf_telling_end(&telling, summary, "done");
    return caught();
}

/* One whole line that is one JSON object, in UTF-8. */
static cJSON *parse_line(const char *line)
{
    const char *end = NULL;
    cJSON *object = cJSON_ParseWithOpts(line, &end, false);
    if (object == NULL || !cJSON_IsObject(object) || strcmp(end, "\n") != 0 ||
        strchr(line, '\n') != end || !bf_utf8_valid(bf_str_of(line)))
        fail_msg("no line of JSON: %s", line);
    return object;
}

static void assert_text(const cJSON *object, const char *name, const char *wanted)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, name);
    if (!cJSON_IsString(item) || strcmp(item->valuestring, wanted) != 0)
        fail_msg("%s is \"%s\", not \"%s\"", name, item ? item->valuestring : "none", wanted);
}

static void assert_number(const cJSON *object, const char *name, double wanted)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, name);
    if (!cJSON_IsNumber(item) || item->valuedouble < wanted || item->valuedouble > wanted)
        fail_msg("%s is not %g", name, wanted);
}

/* Each count is another, so that none stands for another. */
static bf_crawl_summary counted(void)
{
    bf_crawl_summary summary = {.pages = 11,
                                .unchanged = 12,
                                .sitemaps = 13,
                                .bytes = 1 << 20,
                                .by_class = {21, 22, 23, 24, 25, 26},
                                .too_many = 27,
                                .seeds_failed = 31,
                                .links_failed = 32,
                                .truncated = 33,
                                .renewed = 34,
                                .queued = 35};
    for (uint64_t i = 0; i < BF_CRAWL_SKIPS; i++)
        summary.skipped[i] = 100 + i;
    for (uint64_t i = 0; i < BF_TRAP_KINDS; i++)
        summary.trapped[i] = 200 + i;
    return summary;
}

static void assert_counts(const cJSON *object)
{
    static const char *const classes[] = {"none", "1xx", "2xx", "3xx", "4xx", "5xx", "429"};
    assert_number(object, "pages", 11);
    assert_number(object, "unchanged", 12);
    assert_number(object, "bytes", 1 << 20);
    assert_number(object, "queued", 35);
    assert_number(object, "errors", 63);
    const cJSON *responses = cJSON_GetObjectItemCaseSensitive(object, "responses");
    for (int i = 0; i < 7; i++)
        assert_number(responses, classes[i], 21 + i);
    assert_int_equal(cJSON_GetArraySize(responses), 7);
}

static void a_page_is_one_line_of_json_with_all_counts(void **state)
{
    const bf_crawl_summary summary = counted();
    const bf_crawl_event event = {.kind = BF_CRAWL_FETCHED,
                                  .url = BF_STR("https://a.example:8443/x?y=1"),
                                  .status = 200,
                                  .so_far = &summary};
    (void)state;
    cJSON *object = parse_line(told_of(BF_TELLING_JSON, false, &event));
    assert_text(object, "type", "progress");
    assert_text(object, "url", "https://a.example:8443/x?y=1");
    assert_text(object, "host", "a.example:8443");
    assert_number(object, "status", 200);
    assert_counts(object);
    cJSON_Delete(object);
}

static void a_note_and_a_warning_say_of_what_and_why(void **state)
{
    const bf_crawl_summary summary = counted();
    (void)state;
    for (int i = 0; i < 2; i++) {
        const bf_crawl_event event = {.kind = i ? BF_CRAWL_WARNING : BF_CRAWL_NOTE,
                                      .url = BF_STR("http://a.example"),
                                      .status = 404,
                                      .seed = i == 0,
                                      .why = BF_STR("it \"is\" gone"),
                                      .so_far = &summary};
        cJSON *object = parse_line(told_of(BF_TELLING_JSON, i == 1, &event));
        assert_text(object, "type", i ? "warning" : "note");
        assert_text(object, "url", "http://a.example");
        assert_text(object, "host", "a.example");
        assert_text(object, "why", "it \"is\" gone");
        assert_number(object, "status", 404);
        const cJSON *seed = cJSON_GetObjectItemCaseSensitive(object, "seed");
        assert_true(i ? cJSON_IsFalse(seed) : cJSON_IsTrue(seed));
        cJSON_Delete(object);
        assert_string_equal(told_of(BF_TELLING_NONE, false, &event),
                            "bonafide: http://a.example: it \"is\" gone\n");
        assert_string_equal(told_of(BF_TELLING_NONE, true, &event), "");
    }
}

/* A key is a word that needs no quotes in jq, and none other has it. */
static void assert_count_of(const cJSON *left, const char *key, int count)
{
    assert_int_equal(strspn(key, "abcdefghijklmnopqrstuvwxyz_0123456789"), strlen(key));
    assert_true(key[0] >= 'a' && key[0] <= 'z');
    assert_number(left, key, count);
}

static void the_end_is_one_line_of_json_with_all_that_was_left(void **state)
{
    const bf_crawl_summary summary = counted();
    (void)state;
    cJSON *object = parse_line(told_at_end(BF_TELLING_JSON, false, &summary));
    assert_text(object, "type", "crawl_summary");
    assert_text(object, "ended", "done");
    assert_counts(object);
    assert_number(object, "seeds_failed", 31);
    assert_number(object, "truncated", 33);
    assert_number(object, "sitemaps", 13);
    assert_number(object, "renewed", 34);
    const cJSON *left = cJSON_GetObjectItemCaseSensitive(object, "left");
    for (int i = 0; i < BF_CRAWL_SKIPS; i++)
        assert_count_of(left, bf_crawl_skip_key((bf_crawl_skip)i), 100 + i);
    for (int i = BF_TRAP_NONE + 1; i < BF_TRAP_KINDS; i++)
        assert_count_of(left, bf_trap_key((bf_trap_kind)i), 200 + i);
    assert_int_equal(cJSON_GetArraySize(left), BF_CRAWL_SKIPS + BF_TRAP_KINDS - 1);
    cJSON_Delete(object);
}

static void the_end_is_one_line_for_people_with_every_reason_that_is_not_none(void **state)
{
    bf_crawl_summary summary = counted();
    (void)state;
    const char *told = told_at_end(BF_TELLING_NONE, false, &summary);
    assert_int_equal(strncmp(told,
                             "bonafide: crawl done: 11 pages (12 unchanged), 63 errors, "
                             "35 queued; left: 100 ",
                             78),
                     0);
    for (int i = 0; i < BF_CRAWL_SKIPS; i++)
        assert_non_null(strstr(told, bf_crawl_skip_words((bf_crawl_skip)i)));
    for (int i = BF_TRAP_NONE + 1; i < BF_TRAP_KINDS; i++)
        assert_non_null(strstr(told, bf_trap_words((bf_trap_kind)i)));
    assert_string_equal(told_at_end(BF_TELLING_NONE, true, &summary), "");
    summary = (bf_crawl_summary){.pages = 1};
    assert_string_equal(told_at_end(BF_TELLING_LINE, false, &summary),
                        "bonafide: crawl done: 1 page, 0 errors, 0 queued\n");
    summary = (bf_crawl_summary){.pages = 2, .seeds_failed = 1, .queued = 1};
    summary.skipped[BF_CRAWL_SKIP_SCOPE] = 1;
    summary.trapped[BF_TRAP_CALENDAR] = 4;
    assert_string_equal(told_at_end(BF_TELLING_NONE, false, &summary),
                        "bonafide: crawl done: 2 pages, 1 error, 1 queued; left: 1 out of scope, "
                        "4 in a calendar\n");
    catch_stderr();
    bf_telling telling = bf_telling_begin(BF_TELLING_NONE, false);
    bf_telling_end(&telling, &summary, "limited");
    assert_non_null(strstr(caught(), "bonafide: crawl stopped by a limit: 2 pages, "));
    summary = (bf_crawl_summary){.pages = 0};
    assert_string_equal(told_at_end(BF_TELLING_NONE, false, &summary),
                        "bonafide: crawl done: 0 pages, 0 errors, 0 queued\n");
    catch_stderr();
    bf_telling_end(&telling, &summary, "failed"); /* what failed is said elsewhere */
    assert_string_equal(caught(), "");
}

/* Bytes of strangers: an escape sequence, a C1 control, a line of its own, a mark that turns the
 * direction of text, and no UTF-8. */
#define HOSTILE                                                                                    \
    "line 2: \x1b]0;owned\x07 \xc2\x9b"                                                            \
    "2J\r\nbonafide: all is well \xe2\x80\xae x \xff"

static void bytes_of_strangers_never_reach_a_terminal_raw(void **state)
{
    static const char *const raw[] = {"\x1b", "\x07", "\xc2\x9b", "\r", "\xe2\x80\xae", "\xff "};
    const bf_crawl_summary summary = {.pages = 1};
    const bf_crawl_event events[] = {
        {.kind = BF_CRAWL_NOTE,
         .url = BF_STR("http://a.example/"),
         .why = BF_STR(HOSTILE " "),
         .so_far = &summary},
        {.kind = BF_CRAWL_WARNING,
         .url = BF_STR("http://a.example/" HOSTILE " "),
         .why = BF_STR("why"),
         .so_far = &summary},
        {.kind = BF_CRAWL_FETCHED, .url = BF_STR("http://" HOSTILE " "), .so_far = &summary},
    };
    (void)state;
    for (size_t i = 0; i < sizeof events / sizeof *events; i++) {
        const char *told = told_of(BF_TELLING_LINE, false, &events[i]);
        if (events[i].kind == BF_CRAWL_FETCHED) {
            assert_int_equal(strncmp(told, "\r\033[K", 4), 0); /* our own */
            told += 4;
            assert_null(strchr(told, '\n'));
        } else {
            assert_ptr_equal(strchr(told, '\n'), told + strlen(told) - 1);
            assert_non_null(strstr(told, "bonafide: all is well"));
        }
        for (size_t k = 0; k < sizeof raw / sizeof *raw; k++)
            if (strstr(told, raw[k]))
                fail_msg("event %zu: raw byte %02x", i, (unsigned char)raw[k][0]);
        assert_true(bf_utf8_valid(bf_str_of(told)));
    }
}

static void bytes_of_strangers_leave_json_one_valid_line(void **state)
{
    char longest[9000];
    const bf_crawl_summary summary = {.pages = 1};
    (void)state;
    for (size_t i = 0; i + 1 < sizeof longest; i += 2)
        memcpy(longest + i, "\xc3\xa9", 2); /* é, cut somewhere */
    const bf_str words[] = {BF_STR(HOSTILE), BF_STR("a\0b"),      BF_STR(""), BF_STR("\xc3"),
                            {longest, 8999}, {longest + 1, 8999}, {NULL, 0}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        for (int kind = 0; kind < 3; kind++) {
            const bf_crawl_event event = {.kind = (bf_crawl_event_kind)kind,
                                          .url = words[i],
                                          .why = words[i],
                                          .so_far = &summary};
            const char *told = told_of(BF_TELLING_JSON, false, &event);
            assert_null(strstr(told, "\xc2\x9b"));
            assert_null(strstr(told, "\xe2\x80\xae"));
            cJSON_Delete(parse_line(told));
        }
}

static void the_line_is_shown_at_most_ten_times_a_second_and_erased_before_a_note(void **state)
{
    const bf_crawl_summary summary = {.pages = 3, .queued = 4, .links_failed = 5, .too_many = 2};
    const bf_crawl_event page = {.kind = BF_CRAWL_FETCHED,
                                 .url = BF_STR("http://a.example/x"),
                                 .status = 200,
                                 .so_far = &summary};
    const bf_crawl_event note = {.kind = BF_CRAWL_NOTE,
                                 .url = BF_STR("http://a.example/x"),
                                 .why = BF_STR("gone"),
                                 .so_far = &summary};
    int lines = 0;
    (void)state;
    catch_stderr();
    bf_telling telling = bf_telling_begin(BF_TELLING_LINE, false);
    for (int i = 0; i < 1000; i++) {
        telling.next_ms = i == 0 ? 0 : INT64_MAX; /* no clock decides */
        bf_telling_event(&telling, &page);
    }
    bf_telling_event(&telling, &note);
    bf_telling_event(&telling, &note);
    const char *told = caught();
    for (const char *at = told; (at = strstr(at, " pages, ")) != NULL; at++)
        lines++;
    assert_int_equal(lines, 1);
    assert_non_null(strstr(told, "4 queued, 5 errors, 2 answered 429  a.example\r\033[K"
                                 "bonafide: http://a.example/x: gone\n"
                                 "bonafide: http://a.example/x: gone\n"));
}

static void where_no_terminal_is_no_line_is_shown_unless_asked_for(void **state)
{
    const bf_crawl_summary summary = {.pages = 3};
    const bf_crawl_event page = {.kind = BF_CRAWL_FETCHED,
                                 .url = BF_STR("http://a.example/x"),
                                 .status = 200,
                                 .so_far = &summary};
    (void)state;
    assert_string_equal(told_of(BF_TELLING_AUTO, false, &page), "");
    assert_string_equal(told_of(BF_TELLING_NONE, false, &page), "");
    assert_int_equal(strncmp(told_of(BF_TELLING_LINE, false, &page), "\r\033[K3 pages, ", 13), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_page_is_one_line_of_json_with_all_counts),
        cmocka_unit_test(a_note_and_a_warning_say_of_what_and_why),
        cmocka_unit_test(the_end_is_one_line_of_json_with_all_that_was_left),
        cmocka_unit_test(the_end_is_one_line_for_people_with_every_reason_that_is_not_none),
        cmocka_unit_test(bytes_of_strangers_never_reach_a_terminal_raw),
        cmocka_unit_test(bytes_of_strangers_leave_json_one_valid_line),
        cmocka_unit_test(the_line_is_shown_at_most_ten_times_a_second_and_erased_before_a_note),
        cmocka_unit_test(where_no_terminal_is_no_line_is_shown_unless_asked_for),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* test_directives.c: what a page asks of robots for itself, in its head and in its meta elements.
 */
#include <stdio.h>
#include <string.h>

#include "bonafide/arena.h"
#include "crawler/directives.h"
#include "tests/support/views.h"

/* "noindex by X-Robots-Tag nofollow by meta robots" */
static const char *words_of(const bf_directives *said, char *room, size_t size)
{
    snprintf(room, size, "%s%s%s%s%s", said->noindex ? "noindex by " : "",
             said->noindex ? bf_directives_source_name(said->noindex_by) : "",
             said->noindex && said->nofollow ? " " : "", said->nofollow ? "nofollow by " : "",
             said->nofollow ? bf_directives_source_name(said->nofollow_by) : "");
    return room;
}

/* A text, and which of noindex ("i") and nofollow ("f") it asks for. */
typedef struct {
    const char *text, *asks;
} wish;

static void assert_asks(const wish *one, const bf_directives *said)
{
    char asked[3] = {0};
    if (said->noindex)
        strcat(asked, "i");
    if (said->nofollow)
        strcat(asked, "f");
    if (strcmp(asked, one->asks) != 0)
        fail_msg("\"%s\" asks for \"%s\", not \"%s\"", one->text, one->asks, asked);
}

static void assert_fields(const wish *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        bf_directives said = {0};
        bf_directives_take_field(&said, bf_str_of(cases[i].text));
        assert_asks(&cases[i], &said);
    }
}

#define ASSERT_FIELDS(cases) assert_fields(cases, sizeof(cases) / sizeof *(cases))

static void a_field_is_a_list_of_words(void **state)
{
    (void)state;
    static const wish cases[] = {
        {"", ""},
        {"all", ""},
        {"index, follow", ""},
        {"noindex", "i"},
        {"nofollow", "f"},
        {"none", "if"},
        {"NoIndex,NOFOLLOW", "if"},
        {"noindex nofollow", "if"},
        {" ,, nofollow\t,", "f"},
        {"all, nofollow", "f"},
        {"nofollow, all", "f"},
        {"noarchive, nosnippet, noimageindex", ""},
        {"nofollowing", ""},
        {"no-follow", ""},
        {"\"nofollow\"", ""},
    };
    ASSERT_FIELDS(cases);
}

static void a_name_speaks_to_that_robot_alone(void **state)
{
    (void)state;
    static const wish cases[] = {
        {"otherbot: nofollow", ""},
        {"otherbot: noindex, nofollow", ""},
        {"otherbot:none", ""},
        {"OtherBot2: none", ""},
        {"otherbot/1.0 : none", ""},
        {"360bot: none", ""},
        {"bona: none", ""},
        {"bonafide-images: none", ""},
        {"bonafide: noindex", "i"},
        {"BonaFide: noindex, nofollow", "if"},
        {"bonafide :nofollow", "f"},
        {"bonafide/2: none", "if"},
        {"*: nofollow", "f"},
        {"robots: nofollow", "f"},
        {"nofollow, otherbot: noindex", "f"},
        {"otherbot: noindex, bonafide: nofollow", "f"},
        {"bonafide: nofollow, otherbot: noindex", "f"},
        {"otherbot: noindex, nofollow, bonafide: noindex, *: nofollow", "if"},
        {": nofollow", "f"},
        {"otherbot:", ""},
        {"::, nofollow", "f"},
    };
    ASSERT_FIELDS(cases);
}

static void a_value_is_no_name_and_no_wish(void **state)
{
    (void)state;
    static const wish cases[] = {
        {"unavailable_after: 25 Jun 2010 15:00:00 PST", ""},
        {"unavailable_after: 25 Jun 2010 15:00:00 PST, nofollow", "f"},
        {"unavailable_after: Saturday, 25-Jun-10 15:00:00 UTC, noindex", "i"},
        {"unavailable_after: Sat, 25 Jun 2010 15:00:00 GMT, nofollow", "f"},
        {"unavailable_after: 2010-06-25T15:00:00+00:00, none", "if"},
        {"unavailable_after: Fri Jun 25 15:00:00 2010, noindex", "i"},
        {"unavailable_after:, nofollow", "f"},
        {"noindex, unavailable_after: Sat, 25 Jun 2010 15:00:00 GMT", "i"},
        {"otherbot: unavailable_after: Sat, 25 Jun 2010 15:00:00 GMT, nofollow", ""},
        {"bonafide: unavailable_after: Sat, 25 Jun 2010 15:00:00 GMT, nofollow", "f"},
        {"max-snippet: 20, nofollow", "f"},
        {"max-snippet:-1,max-video-preview:-1", ""},
        {"max-image-preview:none", ""},
        {"max-image-preview: none", ""},
        {"Max-Image-Preview : none , noindex", "i"},
        {"max-image-preview: large nofollow", "f"},
    };
    ASSERT_FIELDS(cases);
}

static void a_meta_element_speaks_to_robots_or_to_us_by_name(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        wish content;
    } cases[] = {
        {"robots", {"nofollow", "f"}},
        {"ROBOTS", {"NoIndex, NoFollow", "if"}},
        {" robots ", {"none", "if"}},
        {"bonafide", {"noindex", "i"}},
        {"Bonafide", {"nofollow noindex", "if"}},
        {"otherbot", {"none", ""}},
        {"description", {"nofollow", ""}},
        {"", {"nofollow", ""}},
        {"robots", {"index, follow, all", ""}},
        {"robots", {"max-image-preview: none", ""}},
        {"robots", {"max-image-preview:none, nofollow", "f"}},
        {"robots", {"unavailable_after: Sat, 25 Jun 2010 15:00:00 GMT, noindex", "i"}},
        {"robots", {"otherbot: nofollow", "f"}}, /* no name of a robot: what is asked for holds */
        {"robots", {"", ""}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bf_directives said = {0};
        bf_directives_take_meta(&said, bf_str_of(cases[i].name), bf_str_of(cases[i].content.text));
        assert_asks(&cases[i].content, &said);
    }
}

static void all_fields_of_a_head_are_read_each_for_itself(void **state)
{
    (void)state;
    static const wish cases[] = {
        {"X-Robots-Tag: all\r\nX-Robots-Tag: nofollow\r\n", "f"},
        {"X-Robots-Tag: otherbot: noindex\r\nx-robots-tag: nofollow\r\n", "f"},
        {"X-Robots-Tag: otherbot: noindex\r\nX-Robots-Tag: bonafide: nofollow\r\n", "f"},
        {"X-Robots-Tag: noindex,\r\n  nofollow\r\n", "if"},
        {"X-Robots-Tags: none\r\nRobots: none\r\n", ""},
        {"X-Robots-Tag:\r\nX-Robots-Tag: none", "if"},
        {"", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bf_arena *arena = bf_arena_new(1 << 20);
        char message[512];
        bf_http_head head;
        bf_error err = {0};
        bf_directives said = {0};
        snprintf(message, sizeof message, "HTTP/1.1 200 OK\r\n%s", cases[i].text);
        assert_non_null(arena);
        assert_true(bf_http_head_parse(bf_str_of(message), arena, &head, &err));
        bf_directives_take_head(&said, &head);
        assert_asks(&cases[i], &said);
        bf_arena_free(arena);
    }
}

static void who_asked_first_is_told(void **state)
{
    (void)state;
    char room[128];
    bf_directives said = {0};
    bf_directives_take_field(&said, BF_STR("noindex"));
    bf_directives_take_meta(&said, BF_STR("robots"), BF_STR("none"));
    assert_string_equal(words_of(&said, room, sizeof room),
                        "noindex by X-Robots-Tag nofollow by meta robots");
    bf_directives_take_field(&said, BF_STR("nofollow"));
    assert_string_equal(words_of(&said, room, sizeof room),
                        "noindex by X-Robots-Tag nofollow by meta robots");
}

static void each_source_has_a_name_of_its_own(void **state)
{
    (void)state;
    static const char *const names[] = {"unsaid", "X-Robots-Tag", "meta robots"};
    for (size_t i = 0; i < BF_DIRECTIVES_SOURCE_COUNT; i++)
        assert_string_equal(bf_directives_source_name((bf_directives_source)i), names[i]);
}

static void bytes_that_are_no_text_ask_for_nothing(void **state)
{
    (void)state;
    bf_directives said = {0};
    bf_directives_take_field(&said, (bf_str){0});
    bf_directives_take_field(&said, BF_STR("\0nofollow"));
    bf_directives_take_field(&said, BF_STR("\xFF\xFE: nofollow\0"));
    bf_directives_take_meta(&said, BF_STR("robots\0"), BF_STR("none"));
    bf_directives_take_meta(&said, BF_STR("robots"), BF_STR("no\0ne,none\0"));
    assert_false(said.noindex || said.nofollow);
    bf_directives_take_field(&said, BF_STR("\xFF\xFE, nofollow"));
    assert_true(said.nofollow);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_field_is_a_list_of_words),
        cmocka_unit_test(a_name_speaks_to_that_robot_alone),
        cmocka_unit_test(a_value_is_no_name_and_no_wish),
        cmocka_unit_test(a_meta_element_speaks_to_robots_or_to_us_by_name),
        cmocka_unit_test(all_fields_of_a_head_are_read_each_for_itself),
        cmocka_unit_test(who_asked_first_is_told),
        cmocka_unit_test(each_source_has_a_name_of_its_own),
        cmocka_unit_test(bytes_that_are_no_text_ask_for_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

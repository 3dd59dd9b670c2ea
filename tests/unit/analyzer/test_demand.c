/* test_demand.c: what expressions demand of a text. Groups are written one behind the other, their
 * literals with | between; < and > say that a word begins or ends there, ~ that case does not
 * count, and _ is a run of blanks and hyphens. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>

#include <string.h>

#include "analyzer/demand.h"
#include "common/buf.h"
#include "tests/support/arenas.h"

static void append_literal(bf_buf *out, const bf_literal *one)
{
    if (one->any_case)
        bf_buf_append_char(out, '~');
    if (one->word_begins)
        bf_buf_append_char(out, '<');
    for (size_t i = 0; i < one->length; i++)
        bf_buf_append_char(out, one->bytes[i] == ' ' ? '_' : one->bytes[i]);
    if (one->word_ends)
        bf_buf_append_char(out, '>');
}

/* What `expression` demands, as this file writes it. */
static const char *demand_of(const char *expression, bf_demand_view view)
{
    bf_demand demand;
    bf_buf out;
    bf_str text, kept;
    bf_error err = {0};
    assert_true(bf_demand_read(bf_str_of(expression), view, arena, &demand));
    bf_buf_init(&out, 65536);
    for (size_t i = 0; i < demand.count; i++) {
        if (i > 0)
            bf_buf_append_char(&out, ' ');
        for (size_t k = 0; k < demand.groups[i].count; k++) {
            if (k > 0)
                bf_buf_append_char(&out, '|');
            append_literal(&out, &demand.groups[i].items[k]);
        }
    }
    assert_true(bf_buf_view(&out, "demand", &text, &err));
    assert_true(bf_arena_copy(arena, text, &kept));
    bf_buf_free(&out);
    return kept.bytes ? kept.bytes : "";
}

typedef struct {
    const char *expression, *demand;
} example;

static void assert_demands(const example *examples, size_t count, bf_demand_view view)
{
    for (size_t i = 0; i < count; i++) {
        const char *got = demand_of(examples[i].expression, view);
        if (strcmp(got, examples[i].demand) != 0)
            fail_msg("%s demands \"%s\", and not \"%s\"", examples[i].expression, got,
                     examples[i].demand);
    }
}
#define ASSERT_DEMANDS(examples, view)                                                             \
    assert_demands(examples, sizeof(examples) / sizeof *(examples), view)

static void what_stands_one_behind_the_other_is_one_literal(void **state)
{
    (void)state;
    static const example examples[] = {
        {"touch", "touch"},
        {"s\\xE9ance", "s\xC3\xA9"
                       "ance"},
        {"sexual[\\h\\-]++contact", "sexual_conta"},
        {"on  - line", "on_line"},
        {"a\\.b\\\\", "a.b\\"},
        {"touch and go at once", "touch_and_go"}, /* the first twelve bytes */
    };
    ASSERT_DEMANDS(examples, BF_DEMAND_FOLDED);
}

static void alternatives_are_one_group(void **state)
{
    (void)state;
    static const example examples[] = {
        {"touch|rub", "touch|rub"},
        {"(?:in|by)[ ](?:home|us)", "in_home|in_us|by_home|by_us"},
        {"t[oi]p", "top|tip"},
        {"[$€]", "$|€"},
        {"on[\\h\\-]?line", "on_line|online"},
        {"hands?", "hands|hand"},
        {"rub|.", ""},
    };
    ASSERT_DEMANDS(examples, BF_DEMAND_FOLDED);
}

static void what_is_parted_by_the_unknown_are_groups_the_rarest_first(void **state)
{
    (void)state;
    static const example examples[] = {
        {"an.*exclusive", "exclusive an"}, {"exclusive\\w* an", "exclusive _an"},
        {"(?:a|zz.*yy)x+", "ax|yyx"},      {"qq(?:maybe)*", "qq"},
        {"qq(?:maybe)+", "qqmaybe"},       {"(?:qq){2,3}z", "qq z"},
    };
    ASSERT_DEMANDS(examples, BF_DEMAND_FOLDED);
}

static void edges_of_words_are_known(void **state)
{
    (void)state;
    static const example examples[] = {
        {"\\bme\\b", "<me>"},
        {"(?<!\\w)me(?!\\w)", "<me>"},
        {"(?<!\\w)touch\\w*", "<touch"},
        {"^me$", "<me>"},
        {"\\b(?:me|our \\w+)\\b", "<me>|<our_"},
        {"zz[^\\w.;]++me", "zz> <me"},
        {"zz(?:[^\\w.]++\\w\\w*){0,4}?[^\\w.]++me\\b", "<me> zz"},
        {"zz(?:\\w+ )?me", "zz _me|me"},
        {"\\Bme", "me"},
        {"\\b(?:touch\\w*|rub)", "<touch|<rub"},
        {"\\bq(?:touch\\w*|rub)", "<qtouch|<qrub"},
        {"\\b(?:our \\w+)z", "<our_ z"},
        {"MA(?=\\W|$)", "MA>"},
    };
    ASSERT_DEMANDS(examples, BF_DEMAND_FOLDED);
}

static void case_counts_unless_the_expression_says_other(void **state)
{
    (void)state;
    static const example examples[] = {
        {"(?i)LMFT", "~lmft"},      {"(?i:ab)Cx", "~abcx"}, {"a(?i)B|C", "~ab|~c"},
        {"(?i)(?-i:AB)", "AB"},     {"(?:(?i)a)B", "~ab"},  {"(?i)ma\xC3\xA1xy", "~xy ~ma"},
        {"(?i)[a\xC3\xA1]q", "~q"},
    };
    ASSERT_DEMANDS(examples, BF_DEMAND_SHOWN);
}

static void blanks_of_a_text_as_shown_are_of_many_kinds(void **state)
{
    (void)state;
    static const example folded[] = {{"zz\\sme", "zz_me"}};
    static const example shown[] = {
        {"zz\\sme", "zz> <me"}, {"zz[\\h\\-]++me", "zz> <me"}, {"zz me", "zz_me"}};
    ASSERT_DEMANDS(folded, BF_DEMAND_FOLDED);
    ASSERT_DEMANDS(shown, BF_DEMAND_SHOWN);
}

static void what_is_not_known_demands_nothing(void **state)
{
    (void)state;
    static const char *const expressions[] = {
        "",           "\\w+",    "a|",    "(?x)a b", "\\Qab\\E",     "(?(1)a|b)",    "(a)(?1)",
        "(*COMMIT)a", "a{2}{3}", "a{,3}", "(?#b)a",  "[[:alpha:]]b", "\\Ka",         "\\101",
        "a?b*",       "(?R)?a(", "[a",    "(?<n",    "a\\",          "\\x{110000}a",
    };
    for (size_t i = 0; i < sizeof expressions / sizeof *expressions; i++)
        assert_string_equal(demand_of(expressions[i], BF_DEMAND_FOLDED), "");
}

static void brackets_deeper_than_any_are_not_followed(void **state)
{
    (void)state;
    char deep[512];
    memset(deep, '(', 200);
    deep[200] = 'a';
    memset(deep + 201, ')', 200);
    deep[401] = '\0';
    assert_string_equal(demand_of(deep, BF_DEMAND_FOLDED), "");
}

/* The first bytes of all digits beyond ASCII, as utf8proc knows them, are those that \d demands. */
static void a_digit_is_one_of_any_script(void **state)
{
    (void)state;
    assert_string_equal(demand_of("\\d", BF_DEMAND_FOLDED),
                        "0|1|2|3|4|5|6|7|8|9|\xD9|\xDB|\xDF|\xE0|\xE1|\xEA|\xEF|\xF0");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_stands_one_behind_the_other_is_one_literal),
        TEST(alternatives_are_one_group),
        TEST(what_is_parted_by_the_unknown_are_groups_the_rarest_first),
        TEST(edges_of_words_are_known),
        TEST(case_counts_unless_the_expression_says_other),
        TEST(blanks_of_a_text_as_shown_are_of_many_kinds),
        TEST(what_is_not_known_demands_nothing),
        TEST(brackets_deeper_than_any_are_not_followed),
        TEST(a_digit_is_one_of_any_script),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

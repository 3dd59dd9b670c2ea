/* test_option.c: the command line. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/option.h"

typedef struct {
    bool quiet, quick;
    const char *output;
    bf_option_texts nets;
    uint64_t count, bytes, delay_ms;
    int format;
    unsigned levels;
} settings;

static const char *const formats[] = {"auto", "jsonl", "table", NULL};
static const char *const levels[] = {"low", "medium", "high", NULL};

static const bf_option first_group[] = {
    {"output", 'o', BF_OPTION_TEXT, offsetof(settings, output), "FILE", "write to FILE", NULL},
    {"quiet", 'q', BF_OPTION_FLAG, offsetof(settings, quiet), NULL, "say nothing", NULL},
    {"quick", 0, BF_OPTION_FLAG, offsetof(settings, quick), NULL, "do less", NULL},
    {"allow-net", 0, BF_OPTION_TEXTS, offsetof(settings, nets), "NET", "also connect to NET", NULL},
};
static const bf_option second_group[] = {
    {"count", 'n', BF_OPTION_COUNT, offsetof(settings, count), "N", "stop after N", NULL},
    {"bytes", 'b', BF_OPTION_BYTES, offsetof(settings, bytes), "BYTES", "cut after BYTES", NULL},
    {"delay", 'w', BF_OPTION_SECONDS, offsetof(settings, delay_ms), "SECONDS", "wait", NULL},
    {"format", 'f', BF_OPTION_CHOICE, offsetof(settings, format), "FORMAT", "how", formats},
    {"levels", 0, BF_OPTION_CHOICES, offsetof(settings, levels), "LEVELS", "which", levels},
};
static const bf_command command = {
    .name = "try",
    .synopsis = "[OPTION]... [FILE]...",
    .about = "Tries options.",
    .groups = {first_group, second_group},
    .counts = {sizeof first_group / sizeof *first_group,
               sizeof second_group / sizeof *second_group},
    .examples = "Example:\n  bonafide try it",
};

enum { MOST_WORDS = 80 };

/* A command line, and what was made of it. */
typedef struct {
    char words[1024];
    char *argv[MOST_WORDS + 1];
    int argc, operand;
    settings set;
    bf_error err;
    bf_options_end end;
} reading;

/* Reads the words of `line`, with blanks between them. */
static void read_line(const char *line, reading *out)
{
    memset(out, 0, sizeof *out);
    snprintf(out->words, sizeof out->words, "try %s", line);
    for (char *word = strtok(out->words, " "); word; word = strtok(NULL, " ")) {
        assert_true(out->argc < MOST_WORDS);
        out->argv[out->argc++] = word;
    }
    out->end = bf_options_read(&command, out->argc, out->argv, &out->set, &out->operand, &out->err);
}

/* The operands that were left, joined by blanks. */
static const char *operands(const reading *from)
{
    static char joined[256];
    joined[0] = '\0';
    for (int i = from->operand; i < from->argc; i++)
        snprintf(joined + strlen(joined), sizeof joined - strlen(joined), "%s%s",
                 joined[0] ? " " : "", from->argv[i]);
    return joined;
}

static void a_value_is_given_in_any_of_the_usual_forms(void **state)
{
    (void)state;
    static const char *const lines[] = {"--output out", "--output=out",    "-o out",
                                        "-oout",        "-qoout",          "-qo out",
                                        "--out=out",    "-o first -o out", "--output=first -oout"};
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        reading seen;
        read_line(lines[i], &seen);
        assert_int_equal(seen.end, BF_OPTIONS_READ);
        assert_string_equal(seen.set.output, "out");
        assert_string_equal(operands(&seen), "");
    }
}

static void an_option_that_is_not_given_leaves_its_place_as_it_was(void **state)
{
    (void)state;
    char program[] = "try", *argv[] = {program, NULL};
    settings set = {.count = 7, .output = "kept", .format = 2};
    int operand = 0;
    bf_error err = {0};
    assert_int_equal(bf_options_read(&command, 1, argv, &set, &operand, &err), BF_OPTIONS_READ);
    assert_int_equal(operand, 1);
    assert_int_equal(set.count, 7);
    assert_string_equal(set.output, "kept");
    assert_int_equal(set.format, 2);
    assert_false(set.quiet);
}

static void operands_keep_their_order_wherever_options_stand(void **state)
{
    (void)state;
    static const struct {
        const char *line, *expected;
        bool quiet;
    } cases[] = {
        {"a b c", "a b c", false},    {"-q a b", "a b", true},
        {"a -q b", "a b", true},      {"a b --quiet", "a b", true},
        {"a -- -q", "a -q", false},   {"-- --output=x", "--output=x", false},
        {"a - b", "a - b", false},    {"-q -", "-", true},
        {"-q -- -- a", "-- a", true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        reading seen;
        read_line(cases[i].line, &seen);
        assert_int_equal(seen.end, BF_OPTIONS_READ);
        assert_string_equal(operands(&seen), cases[i].expected);
        assert_int_equal(seen.set.quiet, cases[i].quiet);
    }
}

static void numbers_sizes_and_seconds_are_read_up_to_their_bounds(void **state)
{
    (void)state;
    static const struct {
        const char *line;
        uint64_t count, bytes, delay_ms;
    } cases[] = {
        {"-n 0", 0, 0, 0},
        {"-n 18446744073709551615", UINT64_MAX, 0, 0},
        {"-b 512", 0, 512, 0},
        {"-b 1K", 0, 1024, 0},
        {"-b 16M", 0, 16 << 20, 0},
        {"-b 3G", 0, UINT64_C(3) << 30, 0},
        {"-b 17179869183G", 0, UINT64_C(17179869183) << 30, 0},
        {"-w 0", 0, 0, 0},
        {"-w 2", 0, 0, 2000},
        {"-w 1.5", 0, 0, 1500},
        {"-w 0.25", 0, 0, 250},
        {"-w 0.001", 0, 0, 1},
        {"-w 18446744073709550.999", 0, 0, UINT64_C(18446744073709550999)},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        reading seen;
        read_line(cases[i].line, &seen);
        assert_int_equal(seen.end, BF_OPTIONS_READ);
        assert_true(seen.set.count == cases[i].count);
        assert_true(seen.set.bytes == cases[i].bytes);
        assert_true(seen.set.delay_ms == cases[i].delay_ms);
    }
}

static void choices_are_the_words_of_their_list(void **state)
{
    (void)state;
    static const struct {
        const char *line;
        int format;
        unsigned levels;
    } cases[] = {
        {"-f auto", 0, 0},
        {"--format=table", 2, 0},
        {"--levels=high", 0, 1u << 2},
        {"--levels=high,low,high", 0, 1u << 2 | 1u << 0},
        {"--levels=low --levels=medium", 0, 1u << 1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        reading seen;
        read_line(cases[i].line, &seen);
        assert_int_equal(seen.end, BF_OPTIONS_READ);
        assert_int_equal(seen.set.format, cases[i].format);
        assert_int_equal(seen.set.levels, cases[i].levels);
    }
}

static void what_is_wrong_is_named_with_where_help_is_to_be_had(void **state)
{
    (void)state;
    static const struct {
        const char *line, *expected;
    } cases[] = {
        {"--colour", "--colour: unknown option"},
        {"--colour=x a", "--colour: unknown option"},
        {"--fromat=table", "--fromat: unknown option, did you mean --format?"},
        {"--quit", "--quit: unknown option, did you mean --quiet?"},
        {"--hlep", "--hlep: unknown option, did you mean --help?"},
        {"--qui", "--qui: may be one of several options"},
        {"-Z a", "-Z: unknown option"},
        {"-qZq", "-Z: unknown option"},
        {"a -q --output", "--output: the value is missing"},
        {"-qo", "--output: the value is missing"},
        {"--quiet=yes", "--quiet: takes no value"},
        {"--help=yes", "--help: takes no value"},
        {"-n x", "--count: \"x\" is no number"},
        {"-n -1", "--count: \"-1\" is no number"},
        {"-n 1.5", "--count: \"1.5\" is no number"},
        {"--count=", "--count: the value is empty"},
        {"--output=", "--output: the value is empty"},
        {"-n 18446744073709551616", "--count: \"18446744073709551616\" is no number"},
        {"-b 16T", "--bytes: \"16T\" is no size like 512K or 16M"},
        {"-b M", "--bytes: \"M\" is no size like 512K or 16M"},
        {"-b 1MM", "--bytes: \"1MM\" is no size like 512K or 16M"},
        {"-b 17179869184G", "--bytes: \"17179869184G\" is no size like 512K or 16M"},
        {"-w .5", "--delay: \".5\" is no time in seconds like 2 or 0.5"},
        {"-w 1.", "--delay: \"1.\" is no time in seconds like 2 or 0.5"},
        {"-w 1.2345", "--delay: \"1.2345\" is no time in seconds like 2 or 0.5"},
        {"-w 1.x", "--delay: \"1.x\" is no time in seconds like 2 or 0.5"},
        {"-w 18446744073709551",
         "--delay: \"18446744073709551\" is no time in seconds like 2 or 0.5"},
        {"-f csv", "--format: \"csv\" is no FORMAT; one of: auto, jsonl, table"},
        {"-f tab", "--format: \"tab\" is no FORMAT; one of: auto, jsonl, table"},
        {"--levels=high,grave", "--levels: \"high,grave\" is no LEVELS; one of: low, medium, high"},
        {"--levels=high,,low", "--levels: \"high,,low\" is no LEVELS; one of: low, medium, high"},
        {"--levels=", "--levels: the value is empty"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char expected[256];
        reading seen;
        read_line(cases[i].line, &seen);
        snprintf(expected, sizeof expected, "try: %s (see bonafide try --help)", cases[i].expected);
        assert_int_equal(seen.end, BF_OPTIONS_WRONG);
        assert_int_equal(seen.err.code, BF_ERR_USAGE);
        assert_string_equal(seen.err.message, expected);
    }
}

static void an_option_for_several_values_keeps_them_in_order_up_to_its_room(void **state)
{
    (void)state;
    char line[1024] = "";
    reading seen;
    read_line("--allow-net 127.0.0.0/8 a --allow-net=[::1]:80", &seen);
    assert_int_equal(seen.end, BF_OPTIONS_READ);
    assert_int_equal(seen.set.nets.count, 2);
    assert_string_equal(seen.set.nets.items[0], "127.0.0.0/8");
    assert_string_equal(seen.set.nets.items[1], "[::1]:80");
    for (int i = 0; i < BF_OPTION_MOST; i++)
        strcat(line, "--allow-net=x ");
    read_line(line, &seen);
    assert_int_equal(seen.end, BF_OPTIONS_READ);
    assert_int_equal(seen.set.nets.count, BF_OPTION_MOST);
    strcat(line, "--allow-net=x");
    read_line(line, &seen);
    assert_int_equal(seen.end, BF_OPTIONS_WRONG);
    assert_string_equal(seen.err.message, "try: --allow-net: given more than 64 times");
}

static void help_shows_every_option_of_every_group(void **state)
{
    (void)state;
    char *text = NULL;
    size_t length;
    FILE *out = open_memstream(&text, &length);
    assert_non_null(out);
    bf_options_help(&command, out);
    fclose(out);
    assert_string_equal(text, "Usage: bonafide try [OPTION]... [FILE]...\n"
                              "\n"
                              "Tries options.\n"
                              "\n"
                              "Options:\n"
                              "  -o, --output=FILE        write to FILE\n"
                              "  -q, --quiet              say nothing\n"
                              "      --quick              do less\n"
                              "      --allow-net=NET      also connect to NET\n"
                              "  -n, --count=N            stop after N\n"
                              "  -b, --bytes=BYTES        cut after BYTES\n"
                              "  -w, --delay=SECONDS      wait\n"
                              "  -f, --format=FORMAT      how\n"
                              "      --levels=LEVELS      which\n"
                              "  -h, --help               show this help\n"
                              "\n"
                              "Example:\n"
                              "  bonafide try it\n");
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_value_is_given_in_any_of_the_usual_forms),
        cmocka_unit_test(an_option_that_is_not_given_leaves_its_place_as_it_was),
        cmocka_unit_test(operands_keep_their_order_wherever_options_stand),
        cmocka_unit_test(numbers_sizes_and_seconds_are_read_up_to_their_bounds),
        cmocka_unit_test(choices_are_the_words_of_their_list),
        cmocka_unit_test(what_is_wrong_is_named_with_where_help_is_to_be_had),
        cmocka_unit_test(an_option_for_several_values_keeps_them_in_order_up_to_its_room),
        cmocka_unit_test(help_shows_every_option_of_every_group),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

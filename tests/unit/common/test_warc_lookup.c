/* test_warc_lookup.c: what a revisit says that it refers to. Finding it is tested with the pages
 * that come of it, in analyzer/test_source.c. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "common/warc_lookup.h"

#define PROFILE "http://netpreserve.org/warc/1.1/revisit/"
#define OLD_PROFILE "http://netpreserve.org/warc/1.0/revisit/"
#define PLACE "WARC-Refers-To-Filename: a.warc.gz\r\nWARC-Refers-To-File-Offset: "
#define NO_BYTES "sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ"
#define DATE "2026-11-23T12:00:00Z"

static void a_revisit_names_target_second_digest_and_place(void **state)
{
    (void)state;
    static const struct {
        const char *profile, *uri, *date, *digest, *head;
        const char
            *expected; /* target, seconds, digest, file, offset; NULL: it refers to nothing */
    } cases[] = {
        {PROFILE "server-not-modified", "http://b.test/", DATE, "", PLACE "7\r\n",
         "http://b.test/ 1795435200  a.warc.gz 7"},
        {OLD_PROFILE "server-not-modified", "", DATE, "sha1:X", "",
         "http://a.test/ 1795435200 sha1:X  0"},
        {PROFILE "server-not-modified", "", DATE, NO_BYTES, "", "http://a.test/ 1795435200   0"},
        {PROFILE "identical-payload-digest", "", DATE, NO_BYTES, "",
         "http://a.test/ 1795435200 " NO_BYTES "  0"},
        {OLD_PROFILE "uri-agnostic-identical-payload-digest", "http://b.test/", DATE, "sha1:X", "",
         "http://b.test/ 1795435200 sha1:X  0"},
        {PROFILE "identical-payload-digest", "", DATE, "", PLACE "-1\r\n",
         "http://a.test/ 1795435200   0"},
        {PROFILE "identical-payload-digest", "", DATE, "", PLACE "9223372036854775808\r\n",
         "http://a.test/ 1795435200   0"},
        {PROFILE "identical-payload-digest", "", "", "sha1:X", "", NULL},
        {PROFILE "identical-payload-digest", "", "yesterday", "sha1:X", "", NULL},
        {"http://a.test/own-profile", "", DATE, "sha1:X", "", NULL},
        {"", "", DATE, "sha1:X", "", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const bf_warc_record revisit = {.target_uri = BF_STR("http://a.test/"),
                                        .profile = bf_str_of(cases[i].profile),
                                        .refers_to_uri = bf_str_of(cases[i].uri),
                                        .refers_to_date = bf_str_of(cases[i].date),
                                        .payload_digest = bf_str_of(cases[i].digest),
                                        .head = bf_str_of(cases[i].head)};
        bf_warc_reference made = {0};
        char got[256];
        bool refers = bf_warc_reference_of(&revisit, &made);
        assert_int_equal(refers, cases[i].expected != NULL);
        if (!refers)
            continue;
        snprintf(got, sizeof got, "%.*s %lld %.*s %.*s %llu", BF_STR_ARG(made.target_uri),
                 (long long)(made.date_ms / 1000), BF_STR_ARG(made.payload_digest),
                 BF_STR_ARG(made.file),
                 (unsigned long long)(made.file.length > 0 ? made.offset : 0));
        assert_string_equal(got, cases[i].expected);
    }
}

static void a_folder_that_is_not_there_has_nothing(void **state)
{
    (void)state;
    const bf_warc_reference reference = {.target_uri = BF_STR("http://a.test/"),
                                         .file = BF_STR("a.warc.gz")};
    bf_warc_record record;
    bf_str path;
    bf_error err = {0};
    bf_warc_lookup *lookup = bf_warc_lookup_new("/nowhere/at/all", 1000);
    assert_non_null(lookup);
    assert_int_equal(bf_warc_lookup_find(lookup, &reference, &record, &path, &err),
                     BF_WARC_LOOKUP_MISSING);
    bf_warc_lookup_free(lookup);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_revisit_names_target_second_digest_and_place),
        cmocka_unit_test(a_folder_that_is_not_there_has_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* test_entity.c: character references of HTML in text that is no HTML. */
#include "tests/support/views.h"

#include "common/entity.h"

static void check(const char *text, const char *undone)
{
    bf_error err = {0};
    bf_buf out;
    bf_str view;
    bf_buf_init(&out, strlen(text)); /* never longer */
    bf_entity_append_undone(&out, bf_str_of(text));
    assert_true(bf_buf_view(&out, "text", &view, &err));
    assert_same_view(view, bf_str_of(undone));
    bf_buf_free(&out);
}

static void references_are_undone_once(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"", ""},
        {"Ana &amp; Ben", "Ana & Ben"},
        {"don&#8217;t, don&#x2019;t, don&#X2019;t", "don’t, don’t, don’t"},
        {"&lt;p&gt;&quot;a&quot;&apos;&#39;", "<p>\"a\"''"},
        {"a&nbsp;b &eacute;", "a\xC2\xA0"
                              "b é"},
        {"&amp;amp; &amp;#8217;", "&amp; &#8217;"},
        {"&#146;&#151;", "’—"},   /* as browsers show what windows-1252 meant */
        {"&period;&apos;", ".'"}, /* names that HTML 4 had not */
        {"&#0;&#9999999999;", "\xEF\xBF\xBD\xEF\xBF\xBD"},
        {"&#xD800;&#x110000;", "\xEF\xBF\xBD\xEF\xBF\xBD"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        check(cases[i][0], cases[i][1]);
}

static void what_is_no_reference_stays(void **state)
{
    (void)state;
    static const char *const cases[] = {
        "&",      "a & b", "R&D; x", "&;",      "&#;",     "&#x;",  "&#xZ;",
        "&#12a;", "&amp",  "&#8217", "&notit;", "&bogus;", "&nGt;", "&averyveryverylongname;"};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        check(cases[i], cases[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(references_are_undone_once),
        cmocka_unit_test(what_is_no_reference_stays),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

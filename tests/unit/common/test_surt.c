/* test_surt.c: keys as the Python package surt 0.3.1 gives them, which pywb uses. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>

#include <string.h>

#include "common/surt.h"

typedef struct {
    const char *url, *key;
} key_case;

static void assert_keys(const key_case *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        bf_buf key;
        bf_buf_init(&key, 4096);
        bf_surt_append(&key, bf_str_of(cases[i].url));
        assert_false(key.failed);
        if (strcmp(key.bytes, cases[i].key) != 0)
            fail_msg("%s: '%s' is not '%s'", cases[i].url, key.bytes, cases[i].key);
        bf_buf_free(&key);
    }
}
#define ASSERT_KEYS(cases) assert_keys(cases, sizeof cases / sizeof *cases)

static void the_host_is_turned_round_and_what_names_the_same_site_left_out(void **state)
{
    (void)state;
    static const key_case cases[] = {
        {"http://example.com", "com,example)/"},
        {"https://www.Example.com/", "com,example)/"},
        {"http://www2.a.test./", "test,a)/"},
        {"http://www.test/", "test)/"},
        {"http://www.www.a.test/x", "test,a,www)/x"},
        {"http://wwwx.a.test/", "test,a,wwwx)/"},
        {"http://u:p@a.test/x", "test,a)/x"},
        {"http://a.test:80/", "test,a)/"},
        {"https://a.test:443/", "test,a)/"},
        {"https://a.test:80/", "test,a:80)/"},
        {"http://a.test:8080/", "test,a:8080)/"},
        {"http://192.0.2.7/", "7,2,0,192)/"},
        {"http://[2001:db8::1]:81/x", "2001:db8::1:81)/x"},
        {"http://http://a.test/x", "test,a)/x"},
        {"http:///a.test/x", "test,a)/x"},
        {"a.test/x", "test,a)/x"},
    };
    ASSERT_KEYS(cases);
}

static void a_path_is_small_without_dots_double_slashes_and_a_last_slash(void **state)
{
    (void)state;
    static const key_case cases[] = {
        {"http://a.test/A/b/", "test,a)/a/b"},      {"https://a.test/x//y/../z/", "test,a)/x/z"},
        {"http://a.test/a/./b/..", "test,a)/a"},    {"http://a.test/../x", "test,a)/../x"},
        {"http://a.test/%2e%2e/x", "test,a)/../x"}, {"http://a.test/x#y", "test,a)/x"},
        {"  http://a.test/x\n/y ", "test,a)/x/y"},
    };
    ASSERT_KEYS(cases);
}

static void escapes_are_undone_and_made_anew(void **state)
{
    (void)state;
    static const key_case cases[] = {
        {"http://a.test/%7Efoo%2520/Caf%C3%A9", "test,a)/~foo%20/caf%c3%a9"},
        {"http://a.test/a b", "test,a)/a%20b"},
        {"http://a.test/%25252525", "test,a)/%25"},
        {"http://a.test/%%34%31", "test,a)/a"},
        {"http://a.test/x%23y?z%26w", "test,a)/x%23y?w&z"},
        {"http://a.test/?q=a+b", "test,a)/?q=a+b"},
    };
    ASSERT_KEYS(cases);
}

static void parameters_are_sorted_by_name_and_value(void **state)
{
    (void)state;
    static const key_case cases[] = {
        {"http://a.test/?", "test,a)/"},
        {"http://a.test/?b=2&a=1", "test,a)/?a=1&b=2"},
        {"http://a.test/x?b&a=&a", "test,a)/x?a&a=&b"},
        {"http://a.test/x?a-b=1&a=1", "test,a)/x?a=1&a-b=1"},
        {"http://a.test?q", "test,a)/?q"},
    };
    ASSERT_KEYS(cases);
}

static void session_ids_are_left_out(void **state)
{
    (void)state;
#define ID "0123456789abcdef0123456789ABCDEF"
    static const key_case cases[] = {
        {"http://a.test/x?sid=" ID "&b=1", "test,a)/x?b=1"},
        {"http://a.test/x?PHPSESSID=" ID, "test,a)/x"},
        {"http://a.test/x?jsessionid=" ID "0", "test,a)/x?jsessionid=0123456789abcdef0123456789"
                                               "abcdef0"},
        {"http://a.test/x?cfid=1&cftoken=2&z=1", "test,a)/x?z=1"},
        {"http://a.test/x?ASPSESSIONIDabcdefgh=abcdefghijklmnopqrstuvwx&x", "test,a)/x?x"},
        {"http://a.test/(S(abcdefghijklmnopqrstuvwx))/p.aspx?x", "test,a)/p.aspx?x"},
        {"http://a.test/(abcdefghijklmnopqrstuvwx)/p.aspx", "test,a)/p.aspx"},
        {"http://a.test/(abcdefghijklmnopqrstuvwx)/p", "test,a)/(abcdefghijklmnopqrstuvwx)/p"},
    };
    ASSERT_KEYS(cases);
}

static void other_schemes_keep_their_name_where_there_is_no_host(void **state)
{
    (void)state;
    static const key_case cases[] = {
        {"ftp://a.test/x", "test,a)/x"},
        {"file:///a/B", "file:/a/b"},
        {"urn:uuid:1", "urn:uuid:1"},
        {"dns:a.test", "dns:a.test"},
        {"", "-"},
    };
    ASSERT_KEYS(cases);
}

static void no_memory_is_latched(void **state)
{
    (void)state;
    bf_buf key;
    bf_buf_init(&key, 8);
    bf_surt_append(&key, BF_STR("http://example.com/long/path"));
    assert_true(key.failed);
    bf_buf_free(&key);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_host_is_turned_round_and_what_names_the_same_site_left_out),
        cmocka_unit_test(a_path_is_small_without_dots_double_slashes_and_a_last_slash),
        cmocka_unit_test(escapes_are_undone_and_made_anew),
        cmocka_unit_test(parameters_are_sorted_by_name_and_value),
        cmocka_unit_test(session_ids_are_left_out),
        cmocka_unit_test(other_schemes_keep_their_name_where_there_is_no_host),
        cmocka_unit_test(no_memory_is_latched),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

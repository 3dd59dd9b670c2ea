/* test_url.c: http and https URLs, read as browsers read them, resolved and compared. */
#include "tests/support/views.h"

#include <locale.h>
#include <stdlib.h>

#include <curl/curl.h>

#include "common/url.h"

static bf_arena *arena;

static int make_arena(void **state)
{
    (void)state;
    arena = bf_arena_new(1 << 20);
    return arena == NULL || setlocale(LC_CTYPE, "C.UTF-8") == NULL;
}

static int free_arena(void **state)
{
    (void)state;
    bf_arena_free(arena);
    return 0;
}

static bf_url parse(bf_str text, const bf_url *base)
{
    bf_url url;
    bf_error err = {0};
    if (!bf_url_parse(text, base, arena, &url, &err))
        fail_msg("%s", err.message);
    assert_int_equal(err.code, BF_OK);
    return url;
}

static bf_url parse_string(const char *text)
{
    return parse(bf_str_of(text), NULL);
}

static void all_parts_are_views_into_the_text(void **state)
{
    (void)state;
    bf_url url = parse_string("https://Ana.Example:8443/a/b?c=d#e");
    assert_view(url.text, "https://ana.example:8443/a/b?c=d");
    assert_view(url.scheme, "https");
    assert_view(url.host, "ana.example");
    assert_view(url.origin, "https://ana.example:8443");
    assert_view(url.path, "/a/b");
    assert_view(url.target, "/a/b?c=d");
    assert_int_equal(url.port, 8443);
    assert_true(url.scheme.bytes == url.text.bytes);
    assert_true(url.target.bytes + url.target.length == url.text.bytes + url.text.length);
    url = parse_string("http://ana.example");
    assert_view(url.text, "http://ana.example/");
    assert_int_equal(url.port, 80);
    assert_int_equal(parse_string("https://ana.example").port, 443);
}

/* What is written, and what is fetched for it. */
typedef struct {
    const char *text, *fetched;
} fetch_form;

static void check_fetch_forms(const fetch_form *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        bf_url url;
        bf_error err = {0};
        if (!bf_url_parse(bf_str_of(cases[i].text), NULL, arena, &url, &err))
            fail_msg("%s: %s", cases[i].text, err.message);
        assert_same_view(url.text, bf_str_of(cases[i].fetched));
        assert_same_view(parse(url.text, NULL).text, url.text); /* a fixed point */
    }
}

static void what_is_written_is_put_into_the_fetch_form(void **state)
{
    (void)state;
    static const fetch_form cases[] = {
        /* case, blanks, controls */
        {"HTTP://EXAMPLE.com/A?B", "http://example.com/A?B"},
        {" \t\r\n http://example.com/ \n", "http://example.com/"},
        {"ht\ntp://exa\tmple.com/a\r\nb", "http://example.com/ab"},
        /* slashes */
        {"http:\\\\example.com\\a\\b?c\\d", "http://example.com/a/b?c%5Cd"},
        {"http://example.com\\@evil.example/", "http://example.com/@evil.example/"},
        {"http:example.com", "http://example.com/"},
        {"http:/example.com", "http://example.com/"},
        {"http:////example.com/", "http://example.com/"},
        {"http:///x", "http://x/"},
        {"http://example.com//a//b", "http://example.com//a//b"},
        /* fragment, query */
        {"http://example.com#a?b", "http://example.com/"},
        {"http://example.com/?#a", "http://example.com/?"},
        {"http://example.com?a", "http://example.com/?a"},
        {"http://example.com/a?b?c/../d", "http://example.com/a?b?c/../d"},
        /* ports */
        {"http://example.com:80/", "http://example.com/"},
        {"https://example.com:443/", "https://example.com/"},
        {"http://example.com:443/", "http://example.com:443/"},
        {"http://example.com:/", "http://example.com/"},
        {"http://example.com:0080/", "http://example.com/"},
        /* dot segments, escaped ones too */
        {"http://example.com/a/./b/../c", "http://example.com/a/c"},
        {"http://example.com/../../a", "http://example.com/a"},
        {"http://example.com/a/..", "http://example.com/"},
        {"http://example.com/a/.", "http://example.com/a/"},
        {"http://example.com/a/%2e%2E/b/%2e", "http://example.com/b/"},
        {"http://example.com/a/.%2e/b", "http://example.com/b"},
        {"http://example.com/a//../b", "http://example.com/a/b"},
        {"http://example.com/...", "http://example.com/..."},
        /* escapes */
        {"http://example.com/%7ea%2fb%3f%41", "http://example.com/~a%2Fb%3FA"},
        {"http://example.com/%25%2541", "http://example.com/%25%2541"},
        {"http://example.com/%", "http://example.com/%25"},
        {"http://example.com/%4%zz", "http://example.com/%254%25zz"},
        {"http://example.com/a b?c d", "http://example.com/a%20b?c%20d"},
        {"http://example.com/a+b?c+d", "http://example.com/a+b?c+d"},
        {"http://example.com/caf\xC3\xA9?\xC3\xA9", "http://example.com/caf%C3%A9?%C3%A9"},
        {"http://example.com/\"<>[]^`{|}", "http://example.com/%22%3C%3E%5B%5D%5E%60%7B%7C%7D"},
        {"http://example.com/!$&'()*+,;=:@-._~", "http://example.com/!$&'()*+,;=:@-._~"},
    };
    check_fetch_forms(cases, sizeof cases / sizeof *cases);
}

static void a_host_is_put_into_the_form_that_dns_knows(void **state)
{
    (void)state;
    static const fetch_form cases[] = {
        {"http://b\xC3\xBC\xC3\x9F.example/", "http://xn--b-qfa0g.example/"},
        {"http://B\xC3\x9C.example/", "http://xn--b-eha.example/"},
        {"http://xn--b-eha.example/", "http://xn--b-eha.example/"},
        {"http://exa\xC2\xADmple.com/", "http://example.com/"}, /* a soft hyphen */
        {"http://\xE0\xA4\x95\xE0\xA5\x8D\xE2\x80\x8D.example/", "http://xn--11b6iy14e.example/"},
        {"http://a\xEF\xBC\x8E"
         "example/",
         "http://a.example/"}, /* a full-width dot */
        {"http://\xE4\xBE\x8B\xE3\x80\x82\xE4\xBE\x8B/", "http://xn--fsq.xn--fsq/"},
        {"http://\xE2\x91\xA0\xE2\x91\xA1.example/", "http://12.example/"},
        {"http://example.com./", "http://example.com./"},
        {"http://[2001:DB8::1]/", "http://[2001:db8::1]/"},
        {"http://127.1/", "http://127.0.0.1/"},
        {"http://0x7f.0.0.1/", "http://127.0.0.1/"},
        {"http://017700000001/", "http://127.0.0.1/"},
        {"http://2130706433/", "http://127.0.0.1/"},
        {"http://\xEF\xBC\x90x7f.1/", "http://127.0.0.1/"}, /* a full-width digit */
        {"http://\xEF\xBC\x90x7f.1./", "http://127.0.0.1/"},
        {"http://127.0.0.1./", "http://127.0.0.1/"},
        {"http://%30x7f.1/", "http://127.0.0.1/"},
        {"http://%65xample.com/", "http://example.com/"},
        {"http://b%C3%BC.example/", "http://xn--b-eha.example/"},
        {"http://example.com/\x01\x7F?\x02=", "http://example.com/%01%7F?%02="},
    };
    check_fetch_forms(cases, sizeof cases / sizeof *cases);
}

static void what_is_no_page_on_the_web_is_refused_in_words(void **state)
{
    (void)state;
    const struct {
        bf_str text;
        const char *words;
    } cases[] = {
        {BF_STR(""), "it begins with http:// or https://"},
        {BF_STR("   "), "it begins with http:// or https://"},
        {BF_STR("#a"), "it begins with http:// or https://"},
        {BF_STR("example.com"), "it begins with http:// or https://"},
        {BF_STR("//example.com/"), "it begins with http:// or https://"},
        {BF_STR("/a"), "it begins with http:// or https://"},
        {BF_STR(":a"), "it begins with http:// or https://"},
        {BF_STR("ftp://example.com/"), "only http and https are read"},
        {BF_STR("file:///etc/passwd"), "only http and https are read"},
        {BF_STR("javascript:alert(1)"), "only http and https are read"},
        {BF_STR("mailto:ana@example.com"), "only http and https are read"},
        {BF_STR("tel:+15550100"), "only http and https are read"},
        {BF_STR("data:text/html,x"), "only http and https are read"},
        {BF_STR("httpx://example.com/"), "only http and https are read"},
        {BF_STR("j\navascript:alert(1)"), "only http and https are read"},
        {BF_STR("http://ana@example.com/"), "a user name or password"},
        {BF_STR("http://ana:secret@example.com/"), "a user name or password"},
        {BF_STR("http://:secret@example.com/"), "a user name or password"},
        {BF_STR("http://"), ""},
        {BF_STR("http:///"), ""},
        {BF_STR("http://?a"), ""},
        {BF_STR("http://:80/"), ""},
        {BF_STR("http://example.com:0/"), "a port that cannot be"},
        {BF_STR("http://example.com:65536/"), ""},
        {BF_STR("http://example.com:-1/"), ""},
        {BF_STR("http://example.com:a/"), ""},
        {BF_STR("http://exa mple.com/"), ""},
        {BF_STR("http://exa<mple.com/"), ""},
        {BF_STR("http://exa%00mple.com/"), ""},
        {BF_STR("http://./"), "no host that can be read"},
        {BF_STR("http://../a"), "no host that can be read"},
        {BF_STR("http://1.2.3.4../"), "no host that can be read"},
        {BF_STR("http://%31.2.3.%34%2e%2e/"), "no host that can be read"},
        {BF_STR("http://a.1/"), "no host that can be read"}, /* an address that is none */
        {BF_STR("http://[::1/"), ""},
        {BF_STR("http://[fe80::1%25eth0]/"), ""},
        {BF_STR("http://example.com/a\0b"), "a NUL in a URL"},
        {BF_STR("http://exam\0ple.com/"), "a NUL in a URL"},
        {BF_STR("http://\xFF\xFE/"), ""},
        {BF_STR("http://a\xCC\x80\xE2\x80\x8E.example/"), ""}, /* a mark of direction */
        {BF_STR("http://a\xEF\xBC\x8F.example/"), ""},         /* a full-width "/" */
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bf_url url = {.port = 77};
        bf_error err = {0};
        if (bf_url_parse(cases[i].text, NULL, arena, &url, &err))
            fail_msg("%.*s was read as %.*s", BF_STR_ARG(cases[i].text), BF_STR_ARG(url.text));
        assert_error(err, BF_ERR_FORMAT, cases[i].words);
        assert_int_equal(url.port, 77);
    }
}

static void a_url_is_bounded(void **state)
{
    (void)state;
    static char text[9000];
    bf_url url;
    bf_error err = {0};
    memset(text, 'a', sizeof text);
    memcpy(text, "http://a.example/", 17);
    assert_int_equal(parse((bf_str){text, 8192}, NULL).text.length, 8192);
    assert_false(bf_url_parse((bf_str){text, 8193}, NULL, arena, &url, &err));
    assert_error(err, BF_ERR_FORMAT, "too long to be a URL");
    memset(text + 17, ' ', sizeof text - 17);
    text[8191] = 'a'; /* each blank becomes three bytes */
    assert_false(bf_url_parse((bf_str){text, 8192}, NULL, arena, &url, &err));
    assert_error(err, BF_ERR_FORMAT, "too long to be a URL");
}

static void an_arena_without_room_is_an_error(void **state)
{
    (void)state;
    bf_arena *small = bf_arena_new(16);
    bf_url url;
    bf_str key;
    bf_error err = {0};
    assert_false(bf_url_parse(BF_STR("http://example.com/"), NULL, small, &url, &err));
    assert_error(err, BF_ERR_MEMORY, "URL: no memory");
    url = parse_string("http://example.com/");
    bf_error_reset(&err);
    assert_false(bf_url_key(&url, small, &key, &err));
    assert_error(err, BF_ERR_MEMORY, "URL: no memory");
    bf_arena_free(small);
}

static size_t allocations_left = SIZE_MAX; /* until one of libcurl's fails, and only that one */

static void *failing_malloc(size_t size)
{
    return allocations_left-- == 0 ? NULL : malloc(size);
}

static void *failing_calloc(size_t count, size_t size)
{
    return allocations_left-- == 0 ? NULL : calloc(count, size);
}

static void *failing_realloc(void *bytes, size_t size)
{
    return allocations_left-- == 0 ? NULL : realloc(bytes, size);
}

static char *failing_strdup(const char *text)
{
    return allocations_left-- == 0 ? NULL : strdup(text);
}

static int set_memory(void **state)
{
    (void)state;
    return curl_global_init_mem(CURL_GLOBAL_DEFAULT, failing_malloc, free, failing_realloc,
                                failing_strdup, failing_calloc) != CURLE_OK;
}

static void a_url_is_read_whole_or_memory_ran_out_at_whichever_allocation(void **state)
{
    (void)state;
    static const struct {
        const char *text, *fetched; /* NULL: refused, for what libcurl says of it */
    } cases[] = {
        {"https://ana.example:8443/a?b", "https://ana.example:8443/a?b"},
        {"http://b\xC3\xBC.example/a?b", "http://xn--b-eha.example/a?b"},
        {"http://ana:secret@ana.example/", NULL},
        {"http://[fe80::1%25eth0]/", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        size_t failed = 0;
        for (size_t n = 0; n < 100; n++) {
            bf_url url;
            bf_error err = {0};
            allocations_left = n;
            bool read = bf_url_parse(bf_str_of(cases[i].text), NULL, arena, &url, &err);
            allocations_left = SIZE_MAX;
            failed += err.code == BF_ERR_MEMORY;
            if (read && cases[i].fetched == NULL)
                fail_msg("%s was read at allocation %zu", cases[i].text, n);
            if (read)
                assert_same_view(url.text, bf_str_of(cases[i].fetched));
            else if (err.code != BF_ERR_MEMORY && cases[i].fetched != NULL &&
                     strstr(err.message, "Bad hostname") == NULL) /* libcurl mixes both for IDNA */
                fail_msg("%s was refused at allocation %zu: %s", cases[i].text, n, err.message);
        }
        assert_in_range(failed, 3, 60);
    }
}

/* RFC 3986, 5.4.1 and 5.4.2, with the scheme that we read and without fragments; and what browsers
 * make of the rest. */
static void references_are_resolved(void **state)
{
    (void)state;
    static const struct {
        const char *reference, *resolved;
    } cases[] = {
        {"g", "http://a/b/c/g"},
        {"./g", "http://a/b/c/g"},
        {"g/", "http://a/b/c/g/"},
        {"/g", "http://a/g"},
        {"//g", "http://g/"},
        {"?y", "http://a/b/c/d;p?y"},
        {"g?y", "http://a/b/c/g?y"},
        {"#s", "http://a/b/c/d;p?q"},
        {"g#s", "http://a/b/c/g"},
        {"g?y#s", "http://a/b/c/g?y"},
        {";x", "http://a/b/c/;x"},
        {"g;x", "http://a/b/c/g;x"},
        {"g;x?y#s", "http://a/b/c/g;x?y"},
        {"", "http://a/b/c/d;p?q"},
        {".", "http://a/b/c/"},
        {"./", "http://a/b/c/"},
        {"..", "http://a/b/"},
        {"../", "http://a/b/"},
        {"../g", "http://a/b/g"},
        {"../..", "http://a/"},
        {"../../", "http://a/"},
        {"../../g", "http://a/g"},
        {"../../../g", "http://a/g"},
        {"../../../../g", "http://a/g"},
        {"/./g", "http://a/g"},
        {"/../g", "http://a/g"},
        {"g.", "http://a/b/c/g."},
        {".g", "http://a/b/c/.g"},
        {"g..", "http://a/b/c/g.."},
        {"..g", "http://a/b/c/..g"},
        {"./../g", "http://a/b/g"},
        {"./g/.", "http://a/b/c/g/"},
        {"g/./h", "http://a/b/c/g/h"},
        {"g/../h", "http://a/b/c/h"},
        {"g;x=1/./y", "http://a/b/c/g;x=1/y"},
        {"g;x=1/../y", "http://a/b/c/y"},
        {"g?y/./x", "http://a/b/c/g?y/./x"},
        {"http:g", "http://a/b/c/g"}, /* 5.4.2, for backward compatibility, as WHATWG */
        {"http:/g", "http://a/g"},
        {"http://g", "http://g/"},
        {"https:g", "https://g/"},
        {" \n ", "http://a/b/c/d;p?q"},
        {"\\g", "http://a/g"},
        {"\\\\g\\h", "http://g/h"},
        {"///g", "http://g/"},
        {"g:80", NULL}, /* a scheme */
        {"./g:80", "http://a/b/c/g:80"},
        {"1:2", "http://a/b/c/1:2"},
        {"javascript:void(0)", NULL},
    };
    bf_url base = parse_string("http://a/b/c/d;p?q");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bf_url url;
        bf_error err = {0};
        bool read = bf_url_parse(bf_str_of(cases[i].reference), &base, arena, &url, &err);
        if (read != (cases[i].resolved != NULL))
            fail_msg("%s: %s", cases[i].reference, err.message);
        if (read)
            assert_same_view(url.text, bf_str_of(cases[i].resolved));
    }
}

static void a_base_without_a_path_is_the_root(void **state)
{
    (void)state;
    bf_url base = parse_string("https://a.example:8443");
    assert_view(parse(BF_STR("g?h"), &base).text, "https://a.example:8443/g?h");
    assert_view(parse(BF_STR("?h"), &base).text, "https://a.example:8443/?h");
    assert_view(parse(BF_STR("//b.example"), &base).text, "https://b.example/");
}

static void a_link_to_the_host_of_its_base_is_read_as_any_other(void **state)
{
    (void)state;
    static const char *const cases[] = {
        "https://a.example:8443/x?y",   "https://a.example:8443",      "https://a.example:8443?y",
        "https://A.example:8443/x",     "https://a.example:08443/x",   "https://a.example/x",
        "http://a.example:8443/x",      "https:\\\\a.example:8443/x",  "https://a.example:84430/x",
        "https://ana@a.example:8443/x", "https://a.example:8443@b/x",  "https://a.example:8443.b/x",
        "https://a.example:8443#/x",    "https:///a.example:8443/%2e", "https://a.example:844/3/x",
    };
    bf_url base = parse_string("https://a.example:8443/b/c?d");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bf_url beside = {0}, alone = {0};
        bf_error err = {0}, err_alone = {0};
        bool read = bf_url_parse(bf_str_of(cases[i]), &base, arena, &beside, &err);
        assert_int_equal(read, bf_url_parse(bf_str_of(cases[i]), NULL, arena, &alone, &err_alone));
        assert_same_view(beside.text, alone.text);
        assert_same_view(beside.host, alone.host);
        assert_same_view(beside.path, alone.path);
        assert_int_equal(beside.port, alone.port);
        assert_string_equal(err.message, err_alone.message);
    }
}

static void keys_leave_out_what_names_a_visit_and_not_a_page(void **state)
{
    (void)state;
    static const struct {
        const char *text, *key;
    } cases[] = {
        {"http://a.example/", "http://a.example/"},
        {"http://a.example./b", "http://a.example/b"},
        {"http://a.example../b", "http://a.example/b"},
        {"http://a.example:8080/b", "http://a.example:8080/b"},
        {"http://a.example/?", "http://a.example/"},
        {"http://a.example/?&&", "http://a.example/"},
        {"http://a.example/?utm_source=x", "http://a.example/"},
        {"http://a.example/?UTM_Medium&id=1&gclid=y", "http://a.example/?id=1"},
        {"http://a.example/?a=1&fbclid=x&b=2", "http://a.example/?a=1&b=2"},
        {"http://a.example/?b=2&a=1", "http://a.example/?b=2&a=1"}, /* the order is kept */
        {"http://a.example/?ref=x&source=y&s=z", "http://a.example/?ref=x&source=y&s=z"},
        {"http://a.example/?utmost=1&gclid2=x", "http://a.example/?utmost=1&gclid2=x"},
        {"http://a.example/?PHPSESSID=0123456789abcdef", "http://a.example/"},
        {"http://a.example/?ASPSESSIONIDQQ=x", "http://a.example/"},
        {"http://a.example/a;jsessionid=1A2B?c=d", "http://a.example/a?c=d"},
        {"http://a.example/a;JSESSIONID=1A2B/b", "http://a.example/a/b"},
        {"http://a.example/a;jsessionid=1/b;jsessionid=2", "http://a.example/a/b"},
        {"http://a.example/b/..;jsessionid=1/c", "http://a.example/b/..;jsessionid=1/c"},
        {"http://a.example/a;v=1", "http://a.example/a;v=1"},
        {"http://a.example/a;v=1;jsessionid=2/b;w", "http://a.example/a;v=1/b;w"},
        {"http://a.example/;", "http://a.example/;"},
        {"http://a.example.:8080/b", "http://a.example:8080/b"},
        {"http://a.example/?UTM_=1&utm=2&utm_x&UtM_y=%C3%A9", "http://a.example/?utm=2"},
        {"http://a.example/?=utm_a&%FF=1&{=2", "http://a.example/?=utm_a&%FF=1&%7B=2"},
        {"http://a.example/?%75tm_source=1&a", "http://a.example/?a"},
        {"http://a.example/?hsCtaTracking=1&elqTrackId=2&cfid=3&CFTOKEN=4", "http://a.example/"},
        {"https://a.example/a/", "https://a.example/a/"},
        {"http://www.a.example/", "http://www.a.example/"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bf_url url = parse_string(cases[i].text), again;
        bf_str key, key_of_key;
        bf_error err = {0};
        assert_true(bf_url_key(&url, arena, &key, &err));
        assert_same_view(key, bf_str_of(cases[i].key));
        again = parse(key, NULL);
        assert_true(bf_url_key(&again, arena, &key_of_key, &err));
        assert_same_view(key_of_key, key);
    }
}

static void a_session_goes_from_the_key_only_where_its_value_looks_generated(void **state)
{
    (void)state;
    static const struct {
        const char *query;
        bool dropped;
    } cases[] = {
        {"sid=d41d8cd98f00b204e9800998ecf8427e", true}, /* MD5, as PHP */
        {"SID=9F86D081884C7D659A2FEAA0C55AD015", true},
        {"sid=3k9vq1c7h2m8t5b6n4d0r1s7p2", true}, /* base 32 */
        {"sessid=Zm9vYmFyMTIzNDU2Nzg5", true},
        {"session_id=123e4567-e89b-12d3-a456-426614174000", true},
        {"osCsid=6e0f2b1c9d8a7e5f4b3c2d1e0f9a8b7c", true},
        {"sid=12", false},
        {"sid=", false},
        {"sid", false},
        {"sid=therapy-for-couples-and-families", false},
        {"sid=couples2026workshop23november", false},
        {"sid=2026-11-23-10-30-austin-room-5b-1a", false},
        {"sid=12345678901234567890123456789012", false}, /* a number: of a shop's page */
        {"sid=abcdefabcdefabcdefabcdefabcdefab", false},
        {"sid=a1b2c3d4e5f6a7b", false}, /* short */
        {"sid=123e4567-e89b-12d3-a456-42661417400", false},
        {"sid=123e4567-e89b-12d3-a456-42661417400g", false},
        {"sidx=d41d8cd98f00b204e9800998ecf8427e", false},
        {"ref=d41d8cd98f00b204e9800998ecf8427e", false},
        {"s=d41d8cd98f00b204e9800998ecf8427e", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[128];
        bf_str key;
        bf_error err = {0};
        snprintf(text, sizeof text, "http://a.example/?%s", cases[i].query);
        bf_url url = parse_string(text);
        assert_true(bf_url_key(&url, arena, &key, &err));
        assert_same_view(key, cases[i].dropped ? BF_STR("http://a.example/") : url.text);
    }
}

static void every_name_of_the_list_is_known(void **state)
{
    (void)state;
    char line[256];
    size_t count = 0;
    FILE *file = fopen(BF_SOURCE_DIR "/common/url_parameters.txt", "r");
    assert_non_null(file);
    while (fgets(line, sizeof line, file)) {
        char text[512];
        bf_str name = bf_str_trim(bf_str_of(line)), key;
        bf_error err = {0};
        if (bf_str_equal(name, BF_STR("sessions if generated:")))
            break;
        if (name.length == 0 || name.bytes[0] == '#' || bf_str_ends(name, BF_STR(":")))
            continue;
        name.length -= bf_str_ends(name, BF_STR("*"));
        snprintf(text, sizeof text, "http://a.example/?%.*s=1", BF_STR_ARG(name));
        bf_url url = parse_string(text);
        assert_true(bf_url_key(&url, arena, &key, &err));
        if (!bf_str_equal(key, BF_STR("http://a.example/")))
            fail_msg("%s", text);
        count++;
    }
    fclose(file);
    assert_in_range(count, 60, 1000);
}

static void the_registrable_domain_is_a_view_of_the_host(void **state)
{
    (void)state;
    static const struct {
        const char *host, *domain;
    } cases[] = {
        {"example.com", "example.com"},
        {"www.ana.example.com", "example.com"},
        {"a.b.example.co.uk", "example.co.uk"},
        {"co.uk", "co.uk"}, /* a public suffix */
        {"com", "com"},
        {"ana.github.io", "ana.github.io"},
        {"localhost", "localhost"},
        {"192.0.2.1", "192.0.2.1"},
        {"[2001:db8::1]", "[2001:db8::1]"},
        {"", ""},
        {"www.xn--b-eha.de", "xn--b-eha.de"},
        {"www.example.com.", "example.com."},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bf_str host = bf_str_of(cases[i].host), domain = bf_url_registrable_domain(host);
        assert_same_view(domain, bf_str_of(cases[i].domain));
        assert_true(domain.bytes + domain.length == host.bytes + host.length);
    }
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, make_arena, free_arena)
    const struct CMUnitTest tests[] = {
        TEST(all_parts_are_views_into_the_text),
        TEST(what_is_written_is_put_into_the_fetch_form),
        TEST(a_host_is_put_into_the_form_that_dns_knows),
        TEST(what_is_no_page_on_the_web_is_refused_in_words),
        TEST(a_url_is_bounded),
        TEST(an_arena_without_room_is_an_error),
        TEST(a_url_is_read_whole_or_memory_ran_out_at_whichever_allocation),
        TEST(references_are_resolved),
        TEST(a_base_without_a_path_is_the_root),
        TEST(a_link_to_the_host_of_its_base_is_read_as_any_other),
        TEST(keys_leave_out_what_names_a_visit_and_not_a_page),
        TEST(a_session_goes_from_the_key_only_where_its_value_looks_generated),
        TEST(every_name_of_the_list_is_known),
        TEST(the_registrable_domain_is_a_view_of_the_host),
    };
    return cmocka_run_group_tests(tests, set_memory, NULL);
}

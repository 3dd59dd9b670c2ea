/* test_guard.c: which addresses may be connected to, judged as the socket has them. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>

#include <arpa/inet.h>
#include <locale.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/un.h>

#include "crawler/guard.h"

/* What connect() would be given for `text`. */
static struct sockaddr_storage socket_address(const char *text, uint16_t port)
{
    struct sockaddr_storage made = {0};
    struct sockaddr_in four = {.sin_family = AF_INET, .sin_port = htons(port)};
    struct sockaddr_in6 six = {.sin6_family = AF_INET6, .sin6_port = htons(port)};
    if (inet_pton(AF_INET, text, &four.sin_addr) == 1) {
        memcpy(&made, &four, sizeof four);
    } else {
        assert_int_equal(inet_pton(AF_INET6, text, &six.sin6_addr), 1);
        memcpy(&made, &six, sizeof six);
    }
    return made;
}

static bool allows(const bf_guard *guard, const char *text, uint16_t port,
                   char words[BF_GUARD_WORDS])
{
    struct sockaddr_storage address = socket_address(text, port);
    return bf_guard_allows(guard, (bf_str){0}, (const struct sockaddr *)&address, words);
}

static bf_guard *guard_with(const char *entry)
{
    bf_error err = {0};
    bf_guard *guard = bf_guard_new(&entry, entry ? 1 : 0, &err);
    assert_non_null(guard);
    return guard;
}

static void an_address_off_the_public_internet_is_refused_by_its_name(void **state)
{
    (void)state;
    static const struct {
        const char *first, *last; /* of the network */
        const char *name;
    } cases[] = {
        {"0.0.0.0", "0.255.255.255", "this network"},
        {"10.0.0.0", "10.255.255.255", "private"},
        {"100.64.0.0", "100.127.255.255", "shared by carriers"},
        {"127.0.0.1", "127.255.255.255", "loopback"},
        {"169.254.169.254", "169.254.255.255", "link-local"},
        {"168.63.129.16", "168.63.129.16", "metadata"},
        {"172.16.0.0", "172.31.255.255", "private"},
        {"192.0.0.0", "192.0.0.255", "reserved"},
        {"192.0.2.0", "192.0.2.255", "for documentation"},
        {"192.88.99.0", "192.88.99.255", "reserved"},
        {"192.168.0.0", "192.168.255.255", "private"},
        {"198.18.0.0", "198.19.255.255", "for benchmarks"},
        {"198.51.100.0", "198.51.100.255", "for documentation"},
        {"203.0.113.0", "203.0.113.255", "for documentation"},
        {"224.0.0.0", "239.255.255.255", "multicast"},
        {"240.0.0.0", "255.255.255.255", "reserved"},
        {"::", "::", "unspecified"},
        {"::1", "::1", "loopback"},
        {"64:ff9b:1::", "64:ff9b:1:ffff:ffff:ffff:ffff:ffff", "translation"},
        {"100::", "100::ffff:ffff:ffff:ffff", "discarded"},
        {"2001:2::", "2001:2:0:ffff:ffff:ffff:ffff:ffff", "for benchmarks"},
        {"2001:10::", "2001:1f:ffff:ffff:ffff:ffff:ffff:ffff", "reserved"},
        {"2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff", "for documentation"},
        {"3fff::", "3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff", "for documentation"},
        {"5f00::", "5f00:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "reserved"},
        {"fc00::", "fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "private"},
        {"fe80::", "febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "link-local"},
        {"fec0::", "feff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "site-local"},
        {"ff00::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "multicast"},
    };
    bf_guard *guard = guard_with(NULL);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char first[BF_GUARD_WORDS], last[BF_GUARD_WORDS];
        assert_false(allows(guard, cases[i].first, 80, first));
        assert_non_null(strstr(first, cases[i].name));
        assert_false(allows(guard, cases[i].last, 443, last));
        assert_non_null(strstr(last, cases[i].name));
    }
    bf_guard_free(guard);
}

static void the_neighbours_of_refused_networks_are_public(void **state)
{
    (void)state;
    static const char *const cases[] = {
        "1.0.0.0",         "9.255.255.255",   "11.0.0.0",      "100.63.255.255", "100.128.0.0",
        "128.0.0.0",       "168.63.129.15",   "168.63.129.17", "169.253.0.1",    "172.15.255.255",
        "172.32.0.0",      "192.0.1.0",       "192.167.1.1",   "198.17.255.255", "198.20.0.0",
        "203.0.112.255",   "223.255.255.255", "2000::1",       "2001:3::1",      "2001:db9::1",
        "2606:4700::1111", "64:ff9a::1",      "fbff:ffff::1",
    };
    bf_guard *guard = guard_with(NULL);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char words[BF_GUARD_WORDS] = "before";
        assert_true(allows(guard, cases[i], 443, words));
        assert_string_equal(words, "");
    }
    bf_guard_free(guard);
}

static void an_address_inside_another_is_judged_as_well(void **state)
{
    (void)state;
    static const struct {
        const char *outer;
        bool allowed;
    } cases[] = {
        {"::ffff:127.0.0.1", false},         /* mapped: reaches loopback */
        {"::ffff:169.254.169.254", false},   /* mapped */
        {"::ffff:93.184.216.34", true},      /* mapped, and public */
        {"::10.0.0.1", false},               /* compatible */
        {"64:ff9b::192.168.1.1", false},     /* NAT64 */
        {"64:ff9b::93.184.216.34", true},    /* NAT64, and public */
        {"2002:7f00:1::", false},            /* 6to4 of 127.0.0.1 */
        {"2002:a9fe:a9fe::1", false},        /* 6to4 of the metadata address */
        {"2002:5db8:d822::1", true},         /* 6to4, and public */
        {"::ffff:0:127.0.0.1", false},       /* translated */
        {"::ffff:0:93.184.216.34", true},    /* translated, and public */
        {"2001:0:1:2:3:4:f5ff:fffe", false}, /* Teredo of 10.0.0.1, turned over */
        {"2001:0:1:2:3:4:a247:27dd", true},  /* Teredo of 93.184.216.34 */
    };
    bf_guard *guard = guard_with(NULL);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char words[BF_GUARD_WORDS];
        assert_int_equal(allows(guard, cases[i].outer, 443, words), cases[i].allowed);
    }
    bf_guard_free(guard);
}

static void ports_other_than_80_and_443_are_refused(void **state)
{
    (void)state;
    bf_guard *guard = guard_with(NULL);
    char words[BF_GUARD_WORDS];
    assert_true(allows(guard, "93.184.216.34", 80, words));
    assert_true(allows(guard, "93.184.216.34", 443, words));
    assert_false(allows(guard, "93.184.216.34", 22, words));
    assert_string_equal(words, "refused: port 22 is neither 80 nor 443; "
                               "--allow-net=93.184.216.34:22 opens it");
    assert_false(allows(guard, "2606:4700::1111", 8080, words));
    assert_string_equal(words, "refused: port 8080 is neither 80 nor 443; "
                               "--allow-net=[2606:4700::1111]:8080 opens it");
    bf_guard_free(guard);
}

static void a_refusal_says_what_would_open_it_and_that_does(void **state)
{
    (void)state;
    static const char *const cases[] = {
        "127.0.0.1",     "169.254.169.254",
        "::1",           "fe80:1111:2222:3333:4444:5555:6666:7777",
        "2002:7f00:1::", "64:ff9b::192.168.100.100",
    };
    bf_guard *closed = guard_with(NULL);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char words[BF_GUARD_WORDS], after[BF_GUARD_WORDS];
        assert_false(allows(closed, cases[i], 80, words));
        char *named = strstr(words, "--allow-net=");
        assert_non_null(named);
        named += strlen("--allow-net=");
        char *end = strstr(named, " opens it");
        assert_non_null(end);
        *end = '\0';
        bf_guard *opened = guard_with(named);
        assert_true(allows(opened, cases[i], 80, after));
        bf_guard_free(opened);
    }
    bf_guard_free(closed);
}

static void what_is_allowed_is_that_and_no_more(void **state)
{
    (void)state;
    static const struct {
        const char *entry, *address;
        uint16_t port;
        bool allowed;
    } cases[] = {
        {"127.0.0.0/8", "127.9.9.9", 8080, true},
        {"127.0.0.0/8", "128.0.0.1", 8080, false},
        {"127.0.0.0/8", "::ffff:127.0.0.1", 8080, true}, /* the same address */
        {"127.0.0.0/8", "::1", 80, false},
        {"127.0.0.1/32", "127.0.0.1", 1, true},
        {"127.0.0.1/32", "127.0.0.2", 80, false},
        {"0.0.0.0/0", "10.1.2.3", 80, true},
        {"0.0.0.0/0", "fd00::1", 80, false},
        {"fd00::/8", "fd12::1", 8443, true},
        {"fd00::/8", "fc00::1", 80, false},
        {"::/0", "fe80::1", 80, true},
        {"127.0.0.1", "127.0.0.1", 80, true},
        {"127.0.0.1", "127.0.0.1", 65535, true},
        {"127.0.0.1", "127.0.0.2", 80, false},
        {"::1", "::1", 8080, true},
        {"::1", "::2", 80, false},
        {"127.0.0.1:8080", "127.0.0.1", 8080, true},
        {"127.0.0.1:8080", "127.0.0.1", 80, false},
        {"127.0.0.1:8080", "127.0.0.2", 8080, false},
        {"[::1]:8080", "::1", 8080, true},
        {"[::1]:8080", "::1", 8081, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bf_guard *guard = guard_with(cases[i].entry);
        char words[BF_GUARD_WORDS];
        assert_int_equal(allows(guard, cases[i].address, cases[i].port, words), cases[i].allowed);
        bf_guard_free(guard);
    }
}

static void a_host_is_opened_by_its_exact_name_and_port_whatever_its_address(void **state)
{
    (void)state;
    static const struct {
        const char *entry, *host, *address;
        uint16_t port;
        bool allowed;
    } cases[] = {
        {"localhost:8080", "localhost", "127.0.0.1", 8080, true},
        {"localhost:8080", "localhost", "::1", 8080, true},
        {"localhost:8080", "LOCALHOST", "10.9.8.7", 8080, true},
        {"LocalHost:8080", "localhost", "127.0.0.1", 8080, true},
        {"localhost:8080", "localhost", "127.0.0.1", 8081, false},
        {"localhost:8080", "127.0.0.1", "127.0.0.1", 8080, false},
        {"localhost:8080", "localhost.", "127.0.0.1", 8080, false},
        {"localhost:8080", "a.localhost", "127.0.0.1", 8080, false},
        {"localhost:8080", "localhost.example", "127.0.0.1", 8080, false},
        {"localhost:8080", "", "127.0.0.1", 8080, false},
        {"intranet.example:443", "intranet.example", "192.168.1.1", 443, true},
        {"intranet.example:443", "intranet.example", "192.168.1.1", 80, false},
        {"intranet.example:80", "example", "192.168.1.1", 80, false},
        {"b\xc3\xbc"
         "cher.example:8443",
         "xn--bcher-kva.example", "10.0.0.1", 8443, true},
    };
    assert_non_null(setlocale(LC_CTYPE, "C.UTF-8"));
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bf_guard *guard = guard_with(cases[i].entry);
        struct sockaddr_storage address = socket_address(cases[i].address, cases[i].port);
        char words[BF_GUARD_WORDS];
        assert_int_equal(bf_guard_allows(guard, bf_str_of(cases[i].host),
                                         (const struct sockaddr *)&address, words),
                         cases[i].allowed);
        bf_guard_free(guard);
    }
}

static void where_a_proxy_looks_names_up_a_host_is_judged_as_far_as_it_can_be_seen(void **state)
{
    (void)state;
    static const struct {
        const char *entry, *host;
        uint16_t port;
        bool allowed;
    } cases[] = {
        {NULL, "example.com", 80, true},
        {NULL, "example.com", 443, true},
        {NULL, "example.com", 22, false},
        {NULL, "93.184.216.34", 80, true},
        {NULL, "169.254.169.254", 80, false},
        {NULL, "[::1]", 80, false},
        {NULL, "[::ffff:127.0.0.1]", 80, false},
        {NULL, "[2606:4700::1111]", 443, true},
        {NULL, "127.1", 80, false},
        {NULL, "0x7f000001", 80, false},
        {NULL, "0177.0.0.1", 80, false},
        {NULL, "2130706433", 80, false},
        {NULL, "127.0.0.1.", 80, false},
        {NULL, "localhost", 80, false},
        {NULL, "LOCALHOST.", 80, false},
        {NULL, "a.localhost", 80, false},
        {NULL, "notlocalhost", 80, true},
        {"127.0.0.1:8080", "127.0.0.1", 8080, true},
        {"localhost:8080", "localhost", 8080, true},
        {"intranet.example:8080", "intranet.example", 8080, true},
        {"intranet.example:8080", "other.example", 8080, false},
        {"::/0", "example.com", 22, false}, /* of what address is not known */
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bf_guard *guard = guard_with(cases[i].entry);
        char words[BF_GUARD_WORDS];
        assert_int_equal(
            bf_guard_allows_unseen(guard, bf_str_of(cases[i].host), cases[i].port, words),
            cases[i].allowed);
        assert_int_equal(words[0] == '\0', cases[i].allowed);
        bf_guard_free(guard);
    }
}

static void an_entry_that_cannot_be_read_is_named(void **state)
{
    (void)state;
    static const char *const cases[] = {
        "",
        "localhost",
        "127.0.0.1/33",
        "127.0.0.1/",
        "127.0.0.1/-1",
        "127.0.0.0/8x",
        "fd00::/129",
        "127.0.0.1:0",
        "127.0.0.1:65536",
        "127.0.0.1:",
        "127.0.0.1:80x",
        "127.0.0.1:80:80",
        "[::1]",
        "[::1]:",
        "[::1:80",
        "127.1",
        "0x7f000001",
        " 127.0.0.1",
        "127.0.0.0/8/8",
        "[]:80",
        "127.1:80",
        "0x7f.1:80",
        "localhost:",
        "localhost:0",
        "localhost:65536",
        "localhost:8080/",
        "user@localhost:80",
        "local host:80",
        "http://localhost:80",
        "*.example.com:80",
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bf_error err = {0};
        const char *const entries[] = {"10.0.0.0/8", cases[i]};
        assert_null(bf_guard_new(entries, 2, &err));
        assert_int_equal(err.code, BF_ERR_USAGE);
        assert_non_null(strstr(err.message, cases[i]));
    }
}

static void an_entry_that_is_much_too_long_is_refused(void **state)
{
    (void)state;
    char entry[4096];
    const char *const entries[] = {entry};
    bf_error err = {0};
    memset(entry, '1', sizeof entry - 1);
    entry[sizeof entry - 1] = '\0';
    assert_null(bf_guard_new(entries, 1, &err));
    assert_int_equal(err.code, BF_ERR_USAGE);
}

static void an_address_of_another_family_is_refused(void **state)
{
    (void)state;
    bf_guard *guard = guard_with("0.0.0.0/0");
    const struct sockaddr_un local = {.sun_family = AF_UNIX, .sun_path = "/run/bus"};
    char words[BF_GUARD_WORDS];
    assert_false(bf_guard_allows(guard, (bf_str){0}, (const struct sockaddr *)&local, words));
    assert_non_null(strstr(words, "refused"));
    bf_guard_free(guard);
    bf_guard_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_address_off_the_public_internet_is_refused_by_its_name),
        cmocka_unit_test(the_neighbours_of_refused_networks_are_public),
        cmocka_unit_test(an_address_inside_another_is_judged_as_well),
        cmocka_unit_test(ports_other_than_80_and_443_are_refused),
        cmocka_unit_test(a_refusal_says_what_would_open_it_and_that_does),
        cmocka_unit_test(what_is_allowed_is_that_and_no_more),
        cmocka_unit_test(a_host_is_opened_by_its_exact_name_and_port_whatever_its_address),
        cmocka_unit_test(where_a_proxy_looks_names_up_a_host_is_judged_as_far_as_it_can_be_seen),
        cmocka_unit_test(an_entry_that_cannot_be_read_is_named),
        cmocka_unit_test(an_entry_that_is_much_too_long_is_refused),
        cmocka_unit_test(an_address_of_another_family_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

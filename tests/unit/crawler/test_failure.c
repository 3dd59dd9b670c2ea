/* test_failure.c: what a transfer that took too long is said to have waited for. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>

#include "crawler/failure.h"

/* A handle whose transfer got as far as its request: a file is quicker than a server, and libcurl
 * notes the same times. */
static CURL *connected_handle(void)
{
    curl_off_t connected = 0;
    CURL *easy = curl_easy_init();
    assert_non_null(easy);
    assert_int_equal(curl_easy_setopt(easy, CURLOPT_URL, "file:///dev/null"), CURLE_OK);
    assert_int_equal(curl_easy_perform(easy), CURLE_OK);
    assert_int_equal(curl_easy_getinfo(easy, CURLINFO_PRETRANSFER_TIME_T, &connected), CURLE_OK);
    assert_true(connected > 0);
    return easy;
}

static void assert_timeout_words(CURL *easy, bf_failure failure, const char *expected)
{
    char words[BF_FAILURE_WORDS];
    failure.host = bf_str_of("a.example");
    failure.curl_words = "";
    bf_failure_describe(easy, CURLE_OPERATION_TIMEDOUT, &failure, words);
    assert_string_equal(words, expected);
}

static void the_limit_that_ran_out_is_the_one_that_is_named(void **state)
{
    (void)state;
    CURL *easy = connected_handle();
    assert_timeout_words(
        easy, (bf_failure){.took_ms = 300, .connect_ms = 5000, .idle_ms = 20000, .fetch_ms = 300},
        "no whole head after 0.3 s");
    assert_timeout_words(
        easy, (bf_failure){.took_ms = 1004, .connect_ms = 5000, .idle_ms = 1000, .fetch_ms = 20000},
        "not a byte for 1 s");
    curl_easy_cleanup(easy);
}

static void a_limit_that_libcurl_saw_run_out_a_millisecond_early_is_named_too(void **state)
{
    (void)state;
    CURL *easy = connected_handle();
    assert_timeout_words(
        easy, (bf_failure){.took_ms = 299, .connect_ms = 5000, .idle_ms = 20000, .fetch_ms = 300},
        "no whole head after 0.3 s");
    curl_easy_cleanup(easy);
}

static void before_a_connection_the_limit_is_that_of_connecting(void **state)
{
    (void)state;
    CURL *easy = curl_easy_init();
    assert_non_null(easy);
    assert_timeout_words(
        easy,
        (bf_failure){.took_ms = 5000, .connect_ms = 5000, .idle_ms = 20000, .fetch_ms = 20000},
        "the host's name was not found within 5 s");
    curl_easy_cleanup(easy);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_limit_that_ran_out_is_the_one_that_is_named),
        cmocka_unit_test(a_limit_that_libcurl_saw_run_out_a_millisecond_early_is_named_too),
        cmocka_unit_test(before_a_connection_the_limit_is_that_of_connecting),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

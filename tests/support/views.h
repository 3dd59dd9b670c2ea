/* tests/support/views.h: what unit tests of views and errors all ask: cmocka as it wants to be
 * included, and a view compared with a literal so that a failure shows both. */
#ifndef BF_TESTS_VIEWS_H
#define BF_TESTS_VIEWS_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "bonafide/error.h"
#include "bonafide/str.h"

/* Fails the test unless `view` holds the bytes of the literal `expected`, NULs too. */
#define assert_view(view, expected)                                                                \
    assert_views_equal(view, BF_STR(expected), #view, __FILE__, __LINE__)

/* The same for two views. */
#define assert_same_view(view, expected)                                                           \
    assert_views_equal(view, expected, #view, __FILE__, __LINE__)

static inline void assert_views_equal(bf_str view, bf_str expected, const char *what,
                                      const char *file, int line)
{
    if (!bf_str_equal(view, expected)) {
        print_error("%s is \"%.*s\" (%zu bytes), not \"%.*s\" (%zu bytes)\n", what,
                    BF_STR_ARG(view), view.length, BF_STR_ARG(expected), expected.length);
        _fail(file, line);
    }
}

/* Fails the test unless `err` has the code `wanted` and words in it. */
#define assert_error(err, wanted, words)                                                           \
    do {                                                                                           \
        assert_int_equal((err).code, wanted);                                                      \
        if (strstr((err).message, words) == NULL) {                                                \
            print_error("\"%s\" does not say \"%s\"\n", (err).message, words);                     \
            _fail(__FILE__, __LINE__);                                                             \
        }                                                                                          \
    } while (0)

#endif

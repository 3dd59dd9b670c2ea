/* filter.c: runs only the tests of a unit test program whose names match BONAFIDE_TEST_FILTER,
 * where it is set; * and ? are wildcards. Linked to each of them. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <setjmp.h>

#include <cmocka.h>

__attribute__((constructor)) static void set_filter(void)
{
    const char *filter = getenv("BONAFIDE_TEST_FILTER");
    if (filter != NULL && filter[0] != '\0')
        cmocka_set_test_filter(filter);
}

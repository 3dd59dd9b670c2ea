/* fuzz_trap.c: the first line of any bytes as the URL of a page, the rest as a link on it.
 * Promises: a URL is in a space or in none, the same whenever it is asked for; what leads on stays
 * on its origin and in its space, and leads back; a shape that is let through is bounded; a date
 * far from one end of time is not near the other. */
#include <assert.h>
#include <locale.h>

#include "crawler/trap.h"

static const int64_t YEAR_0 = INT64_C(-62167219200000), YEAR_9999 = INT64_C(253402300799000);

static void check_url(const bf_url *url)
{
    bf_trap_space space = bf_trap_space_of(url), again = bf_trap_space_of(url);
    bool counted = space.kind >= BF_TRAP_SESSION && space.kind <= BF_TRAP_NUMBERS;
    assert(space.kind == again.kind && space.bucket == again.bucket);
    assert(counted ? space.bucket > 0 : space.kind == BF_TRAP_NONE && space.bucket == 0);
    assert(counted == (bf_trap_limit(space.kind, 0) > 0));
    bf_trap_kind shape = bf_trap_shape(url);
    assert(shape < BF_TRAP_SESSION && (shape != BF_TRAP_NONE || url->text.length <= 2048));
    bool last = bf_trap_comes_last(url, YEAR_9999);
    assert(last == bf_trap_comes_last(url, YEAR_0)); /* our years are far from both */
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    bf_str rest = {(const char *)data, size}, line;
    bf_url page, url;
    bf_error err = {0};
    bf_arena *arena = bf_arena_new(1 << 20);
    assert(arena != NULL && setlocale(LC_CTYPE, "C.UTF-8") != NULL);
    bf_str_take_line(&rest, &line);
    if (bf_url_parse(line, NULL, arena, &page, &err)) {
        check_url(&page);
        if (bf_url_parse(rest, &page, arena, &url, &err)) {
            check_url(&url);
            bool on = bf_trap_leads_on(&page, &url);
            assert(on == bf_trap_leads_on(&url, &page));
            assert(!on || (bf_str_equal(page.origin, url.origin) &&
                           bf_trap_space_of(&page).bucket == bf_trap_space_of(&url).bucket));
        }
    }
    bf_arena_free(arena);
    return 0;
}

/* fuzz_directives.c: any bytes as two X-Robots-Tag fields, a line each, of which the second is a
 * meta element's content too. Promises: reading ends; of two fields, none hides what the other
 * says; what another robot is told changes nothing; a wish behind a comma is heard where nobody
 * else was named; case says nothing; and without a colon, a field says what its words say. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "common/buf.h"
#include "crawler/directives.h"

static bf_directives of_field(bf_str value)
{
    bf_directives said = {0};
    bf_directives_take_field(&said, value);
    assert(said.noindex == (said.noindex_by == BF_DIRECTIVES_FIELD));
    assert(said.nofollow == (said.nofollow_by == BF_DIRECTIVES_FIELD));
    return said;
}

static bool are_same(bf_directives a, bf_directives b)
{
    return a.noindex == b.noindex && a.nofollow == b.nofollow;
}

/* What `begin`, `value` and `end` say as one field. */
static bf_directives of_parts(bf_str begin, bf_str value, bf_str end)
{
    bf_buf whole;
    bf_buf_init(&whole, SIZE_MAX / 2);
    bf_buf_append(&whole, begin);
    bf_buf_append(&whole, value);
    bf_buf_append(&whole, end);
    bf_directives said = of_field((bf_str){whole.bytes, whole.length});
    assert(!whole.failed);
    bf_buf_free(&whole);
    return said;
}

static void check_case(bf_str value)
{
    char *other = malloc(value.length + 1);
    assert(other != NULL);
    for (size_t i = 0; i < value.length; i++) {
        char c = value.bytes[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        other[i] = letter ? (char)(c ^ 0x20) : c;
    }
    assert(are_same(of_field(value), of_field((bf_str){other, value.length})));
    free(other);
}

/* Words between commas and blanks, read in another way. */
static void check_words(bf_str value, bf_directives said)
{
    bool noindex = false, nofollow = false;
    for (size_t begin = 0, end; begin < value.length; begin = end + 1) {
        end = begin;
        while (end < value.length && memchr(", \t\n\v\f\r", value.bytes[end], 7) == NULL)
            end++;
        bf_str word = bf_str_slice(value, begin, end);
        bool none = bf_str_equal_nocase(word, BF_STR("none"));
        noindex = noindex || none || bf_str_equal_nocase(word, BF_STR("noindex"));
        nofollow = nofollow || none || bf_str_equal_nocase(word, BF_STR("nofollow"));
    }
    assert(said.noindex == noindex && said.nofollow == nofollow);
}

static void check_field(bf_str value)
{
    bf_directives said = of_field(value), all = of_parts(BF_STR(""), value, BF_STR(", all"));
    check_case(value);
    assert(are_same(all, said));
    assert(are_same(of_parts(value, BF_STR(","), BF_STR(" otherbot: none")), said));
    bf_directives none = of_parts(value, BF_STR(","), BF_STR("bonafide: none"));
    assert(none.noindex && none.nofollow);
    if (bf_str_find(value, BF_STR(":"), 0) != SIZE_MAX)
        return;
    check_words(value, said);
    assert(are_same(of_parts(BF_STR("bonafide: "), value, BF_STR("")), said));
    assert(are_same(of_parts(BF_STR("otherbot: "), value, BF_STR("")), (bf_directives){0}));
    none = of_parts(value, BF_STR(""), BF_STR(", none"));
    assert(none.noindex && none.nofollow);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    bf_str rest = {(const char *)data, size}, first;
    bf_str_take_part(&rest, '\n', &first);
    bf_directives both = of_field(first), alone = of_field(rest), meta = {0}, other = {0};
    bf_directives one = both;
    bf_directives_take_field(&both, rest);
    assert(both.noindex == (one.noindex || alone.noindex));
    assert(both.nofollow == (one.nofollow || alone.nofollow));
    check_field(first);
    check_field(rest);
    bf_directives_take_meta(&meta, BF_STR("robots"), rest);
    assert(meta.noindex >= alone.noindex && meta.nofollow >= alone.nofollow);
    bf_directives_take_meta(&other, BF_STR("otherbot"), rest);
    assert(!other.noindex && !other.nofollow);
    return 0;
}

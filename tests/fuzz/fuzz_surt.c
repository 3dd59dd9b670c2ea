/* fuzz_surt.c: any bytes as a URL. Promises: there is a key, of ASCII without blanks or capitals,
 * the same each time, and a fragment changes nothing. */
#include <assert.h>
#include <string.h>

#include "common/surt.h"

enum { MOST = 1 << 22 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    bf_buf key, again;
    bf_buf_init(&key, MOST);
    bf_buf_init(&again, MOST);
    bf_surt_append(&key, (bf_str){(const char *)data, size});
    assert(!key.failed && key.length > 0);
    for (size_t i = 0; i < key.length; i++)
        assert(key.bytes[i] > 0x20 && key.bytes[i] < 0x7f &&
               !(key.bytes[i] >= 'A' && key.bytes[i] <= 'Z'));
    if (size > 0 && data[0] != '#') {
        bf_buf with_fragment;
        bf_buf_init(&with_fragment, MOST);
        bf_buf_append(&with_fragment, bf_str_trim((bf_str){(const char *)data, size}));
        bool empty = with_fragment.length == 0;
        bf_buf_append(&with_fragment, BF_STR("#x"));
        bf_surt_append(&again, (bf_str){with_fragment.bytes, with_fragment.length});
        assert(empty ||
               (again.length == key.length && memcmp(again.bytes, key.bytes, key.length) == 0));
        bf_buf_free(&with_fragment);
    }
    bf_buf_free(&key);
    bf_buf_free(&again);
    return 0;
}

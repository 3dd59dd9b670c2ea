/* fuzz_time.c: any bytes as an instant. Promises: one that is read is within the years 0000 to 9999
 * (but for a leap second at their end), and in whole seconds what is written of it is read as the
 * same. */
#include <assert.h>

#include "common/time.h"

static void check_round_trip(int64_t ms)
{
    char text[BF_TIME_TEXT];
    int64_t again;
    bf_time_format(ms, text);
    assert(bf_time_parse(bf_str_of(text), &again));
    assert(again % 1000 == 0 && again <= ms && ms - again <= 1000);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    bf_str text = {(const char *)data, size};
    int64_t ms = 77, w3c_ms = 77, http_ms = 77;
    if (bf_time_parse(text, &ms))
        check_round_trip(ms);
    else
        assert(ms == 77);
    if (bf_time_parse_w3c(text, &w3c_ms))
        check_round_trip(w3c_ms);
    else
        assert(w3c_ms == 77);
    if (bf_time_parse_http(text, &http_ms))
        assert(http_ms % 1000 == 0);
    else
        assert(http_ms == 77);
    return 0;
}

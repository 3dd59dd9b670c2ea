/* fuzz_worker.c: any bytes as what a coordinator hears from a worker. Promises: a length is bounded
 * before anything is allocated for it; a line that is taken is one object without a line feed, and
 * of a kind and level that there is; a failure has a code. */
#include <assert.h>

#include "analyzer/worker.h"
#include "common/utf8.h"

static void check_lines(bf_str payload)
{
    bf_report_line line;
    while (bf_worker_take_line(&payload, &line)) {
        assert(line.kind <= BF_LINE_ERROR && line.level < BF_LEVEL_COUNT);
        assert(line.json.bytes[0] == '{' && bf_utf8_valid(line.json));
        assert(bf_str_find(line.json, BF_STR("\n"), 0) == SIZE_MAX);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    bf_frame_kind kind;
    bf_error err = {0}, failure = {0};
    bf_str url;
    size_t length;
    if (size < BF_WORKER_HEAD)
        return 0;
    bf_str payload = {(const char *)data + BF_WORKER_HEAD, size - BF_WORKER_HEAD};
    if (!bf_worker_read_head(data,
                             1u << BF_FRAME_LINES | 1u << BF_FRAME_FAILED | 1u << BF_FRAME_LACKS,
                             &kind, &length, &err)) {
        assert(err.code == BF_ERR_LIMIT || err.code == BF_ERR_FORMAT);
        return 0;
    }
    assert(length <= BF_WORKER_FRAME_MOST && kind != BF_FRAME_PAGE);
    if (kind == BF_FRAME_LINES)
        check_lines(payload);
    else if (bf_worker_take_failure(payload, &url, &failure))
        assert(failure.code != BF_OK && bf_utf8_valid(url));
    return 0;
}

/* fuzz_wire.c: a byte of options, then any bytes as libcurl would hand them over: lines until the
 * final head has ended, then pieces of a body. Promises: what is kept is what came, from the last
 * head on and up to the limit; the head ends with an empty line and begins with a status of 200 or
 * more; nothing goes over a bound; done anew in the same memory, it is the same. */
#include <assert.h>
#include <string.h>

#include "common/http.h"
#include "crawler/wire.h"

enum { MOST_BODY = 64 };

/* Where the head that is kept began, in the input; and how much was handed over. */
typedef struct {
    size_t head_at, taken;
} handed;

static handed hand_over(bf_wire *wire, bf_str input, size_t piece_length)
{
    bf_str rest = input;
    handed so_far = {0};
    bool goes_on = true;
    while (rest.length > 0 && goes_on) {
        bool in_head = wire->head_length == 0;
        size_t end = in_head ? bf_str_find(rest, BF_STR("\n"), 0) : piece_length - 1;
        bf_str piece = bf_str_slice(rest, 0, end >= rest.length ? rest.length : end + 1);
        if (wire->interim)
            so_far.head_at = so_far.taken;
        goes_on = in_head ? bf_wire_take_line(wire, piece) : bf_wire_take_body(wire, piece);
        so_far.taken += piece.length;
        rest = bf_str_after(rest, piece.length);
    }
    return so_far;
}

static void check(const bf_wire *wire, bf_str input, handed of)
{
    bf_str kept = {wire->message.bytes, wire->message.length};
    bf_str head = bf_str_slice(kept, 0, wire->head_length);
    assert((wire->status >= 200) == (wire->head_length > 0));
    assert(wire->status <= 999);
    assert(wire->interim_count <= BF_WIRE_MOST_INTERIM + 1);
    assert(head.length <= BF_HTTP_MOST_HEAD);
    if (!wire->rewrite)
        assert(bf_str_equal(kept, bf_str_slice(input, of.head_at, of.head_at + kept.length)));
    if (head.length == 0)
        return;
    assert(bf_str_starts(head, BF_STR("HTTP/")));
    assert(bf_str_ends(head, BF_STR("\n\r\n")) || bf_str_ends(head, BF_STR("\n\n")));
    assert(kept.length - head.length <= wire->body_limit);
    assert(wire->end != BF_WIRE_FULL || kept.length - head.length == wire->body_limit);
    assert(wire->end != BF_WIRE_UNWANTED || kept.length == head.length);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    bf_wire wire;
    if (size == 0)
        return 0;
    bf_str input = {(const char *)data + 1, size - 1};
    bf_wire_types types = data[0] & 1 ? BF_WIRE_ANY_TYPE : BF_WIRE_PAGES;
    size_t length = 0;
    bf_wire_end end = BF_WIRE_GOES_ON;
    bf_wire_init(&wire);
    for (int i = 0; i < 2; i++) {
        bf_wire_reset(&wire, types, data[0] >> 3 & 1 ? MOST_BODY : 0);
        wire.rewrite = (data[0] & 2) != 0;
        handed of = hand_over(&wire, input, (data[0] >> 4 & 7) + 1);
        check(&wire, input, of);
        assert(i == 0 || (wire.message.length == length && wire.end == end));
        length = wire.message.length;
        end = wire.end;
        if (data[0] & 4)
            bf_wire_shrink(&wire, 0);
    }
    bf_wire_shrink(&wire, 0);
    return 0;
}

/* literal.c: the pieces of text that an expression, or a part of one, is sure to have matched. */
#include "analyzer/literal.h"

#include <string.h>

enum { MOST_JOINED = 64 /* alternatives that joining may make */ };

static bool is_word_byte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/* Says whether no word goes on over the left end of a match: a word before it has ended. What is
 * beyond ASCII may be a letter. */
static bool has_edge_left(const bf_literal *one)
{
    if (one->open_left)
        return one->edge_left;
    if (one->length == 0)
        return one->word_begins || one->word_ends;
    return one->word_begins ||
           ((unsigned char)one->bytes[0] < 0x80 && !is_word_byte(one->bytes[0]));
}

static bool has_edge_right(const bf_literal *one)
{
    if (one->open_right)
        return one->edge_right;
    if (one->length == 0)
        return one->word_begins || one->word_ends;
    char last = one->bytes[one->length - 1];
    return one->word_ends || ((unsigned char)last < 0x80 && !is_word_byte(last));
}

static bool all_have(const bf_literal_set *set, bool (*edge)(const bf_literal *))
{
    for (size_t i = 0; i < set->count; i++)
        if (!edge(&set->items[i]))
            return false;
    return true;
}

static bool add(bf_arena *arena, bf_literal_set *set, const bf_literal *one)
{
    bf_literal *grown =
        bf_arena_grow(arena, set->items, set->count, &set->capacity, sizeof *set->items);
    if (grown == NULL)
        return false;
    set->items = grown;
    grown[set->count++] = *one;
    return true;
}

bool bf_literal_empty(bf_arena *arena, bool edge, bf_literal_part *out)
{
    const bf_literal one = {.word_begins = edge, .word_ends = edge};
    *out = (bf_literal_part){.before_count = 0};
    return add(arena, &out->now, &one);
}

bool bf_literal_unknown(bf_arena *arena, bool edge, bf_literal_part *out)
{
    const bf_literal one = {
        .open_left = true, .open_right = true, .edge_left = edge, .edge_right = edge};
    *out = (bf_literal_part){.before_count = 0};
    return add(arena, &out->now, &one);
}

bool bf_literal_add(bf_arena *arena, bf_literal_part *part, const char *bytes, size_t length,
                    bool any_case)
{
    bf_literal one = {.length = (unsigned char)length, .any_case = any_case};
    memcpy(one.bytes, bytes, length);
    return add(arena, &part->now, &one);
}

/* How often a byte stands in text. Only their order matters: it chooses between groups that all
 * would do. */
static double frequency_of(char c)
{
    if (c == ' ')
        return 0.15;
    if ((unsigned char)c >= 0x80)
        return 0.05;
    if (c >= 'a' && c <= 'z')
        return strchr("aeinorst", c) ? 0.07 : 0.02;
    return c >= '0' && c <= '9' ? 0.02 : 0.005;
}

double bf_literal_frequency(const bf_literal_set *set)
{
    double sum = set->count == 0 ? 2 : 0;
    for (size_t i = 0; i < set->count; i++) {
        const bf_literal *one = &set->items[i];
        double frequency = one->length == 0 ? 2 : 1;
        for (size_t k = 0; k < one->length; k++)
            frequency *= frequency_of(one->bytes[k]);
        frequency *= one->word_begins ? 0.3 : 1;
        frequency *= one->word_ends ? 0.3 : 1;
        sum += frequency;
    }
    return sum;
}

/* Keeps a set that must stand in the text, unless it says nothing, or better ones are kept. */
static void keep(bf_literal_part *part, const bf_literal_set *set)
{
    double worst = bf_literal_frequency(set);
    size_t place = part->before_count;
    for (size_t i = 0; i < set->count; i++)
        if (set->items[i].length == 0)
            return;
    for (size_t i = 0; part->before_count == BF_LITERAL_GROUPS && i < BF_LITERAL_GROUPS; i++) {
        double other = bf_literal_frequency(&part->before[i]);
        if (other > worst) {
            worst = other;
            place = i;
        }
    }
    if (place == BF_LITERAL_GROUPS)
        return;
    part->before[place] = *set;
    part->before_count += place == part->before_count;
}

/* `left` with `right` behind it. What is too long is cut. */
static bf_literal join_two(const bf_literal *left, const bf_literal *right)
{
    bf_literal joined = *left;
    bool edge =
        (left->length == 0 && has_edge_right(left)) || (right->length == 0 && has_edge_left(right));
    bf_str more = {right->bytes, right->length};
    if (left->length > 0 && more.length > 0 && left->bytes[left->length - 1] == ' ' &&
        more.bytes[0] == ' ')
        more = bf_str_after(more, 1);
    size_t room = BF_LITERAL_BYTES - left->length;
    bool cut = more.length > room;
    if (more.length > 0)
        memcpy(joined.bytes + left->length, more.bytes, cut ? room : more.length);
    joined.length = (unsigned char)(left->length + (cut ? room : more.length));
    joined.any_case = left->any_case || right->any_case;
    if (left->length == 0)
        joined.word_begins = left->word_begins || right->word_begins || edge;
    joined.word_ends =
        right->length == 0 ? left->word_ends || right->word_ends || edge : right->word_ends;
    joined.open_right = right->open_right;
    joined.edge_right = right->edge_right;
    if (cut) {
        joined.edge_right = has_edge_right(right);
        joined.open_right = true;
        joined.word_ends = false;
    }
    for (size_t i = 0; joined.any_case && i < joined.length; i++)
        if (joined.bytes[i] >= 'A' && joined.bytes[i] <= 'Z')
            joined.bytes[i] = (char)(joined.bytes[i] - 'A' + 'a');
    return joined;
}

/* Says whether each of `left` can be joined with each of `right`. */
static bool can_join(const bf_literal_set *left, const bf_literal_set *right)
{
    for (size_t i = 0; i < left->count; i++)
        if (left->items[i].open_right)
            return false;
    for (size_t i = 0; i < right->count; i++)
        if (right->items[i].open_left)
            return false;
    return right->count == 1 || left->count == 1 || left->count * right->count <= MOST_JOINED;
}

/* Tells each of two neighbours what the other's end says of the place between them. */
static void share_edges(bf_literal_set *left, bf_literal_set *right)
{
    bool ends = all_have(right, has_edge_left), begins = all_have(left, has_edge_right);
    for (size_t i = 0; i < left->count; i++)
        if (!left->items[i].open_right)
            left->items[i].word_ends = left->items[i].word_ends || ends;
    for (size_t i = 0; i < right->count; i++)
        if (!right->items[i].open_left)
            right->items[i].word_begins = right->items[i].word_begins || begins;
}

static bool join_all(bf_arena *arena, bf_literal_set *left, const bf_literal_set *right)
{
    bf_literal_set joined = {0};
    if (right->count == 1) {
        for (size_t i = 0; i < left->count; i++)
            left->items[i] = join_two(&left->items[i], &right->items[0]);
        return true;
    }
    for (size_t i = 0; i < left->count; i++)
        for (size_t k = 0; k < right->count; k++) {
            bf_literal one = join_two(&left->items[i], &right->items[k]);
            if (!add(arena, &joined, &one))
                return false;
        }
    *left = joined;
    return true;
}

/* Where two sets cannot be joined, the first is kept apart, and the second goes on. */
static void part_from(bf_literal_part *part, const bf_literal_set *next)
{
    bool edge = true, next_edge = all_have(next, has_edge_left);
    for (size_t i = 0; i < part->now.count; i++) {
        const bf_literal *one = &part->now.items[i];
        bool nothing = one->length == 0 && !one->open_left && !one->open_right;
        edge = edge && (has_edge_left(one) || (nothing && next_edge));
    }
    keep(part, &part->now);
    part->now = *next;
    for (size_t i = 0; i < part->now.count; i++) {
        part->now.items[i].open_left = true;
        part->now.items[i].edge_left = edge;
    }
}

/* Takes over what stands before the end of `next`. What it begins with begins `part` too where that
 * has been nothing so far. */
static void take_before(bf_literal_part *part, const bf_literal_part *next)
{
    const bf_literal *only = part->now.items;
    bool begins = all_have(&part->now, has_edge_right);
    bool nothing = part->before_count == 0 && part->now.count == 1 && only->length == 0 &&
                   !only->open_left && !only->open_right;
    for (size_t i = 0; i < next->before_count; i++)
        for (size_t k = 0; k < next->before[i].count; k++) {
            bf_literal *one = &next->before[i].items[k];
            if (one->open_left)
                continue;
            one->word_begins = one->word_begins || begins;
            one->open_left = !nothing;
        }
    for (size_t i = 0; i < next->before_count; i++)
        keep(part, &next->before[i]);
}

bool bf_literal_join(bf_arena *arena, bf_literal_part *part, bf_literal_part *next)
{
    take_before(part, next);
    share_edges(&part->now, &next->now);
    if (can_join(&part->now, &next->now))
        return join_all(arena, &part->now, &next->now);
    part_from(part, &next->now);
    return true;
}

/* Puts what is known of a part of several into one set: the rarest. One that stands at the
 * beginning is still known to. */
static void choose(bf_literal_part *part)
{
    bool left = all_have(&part->now, has_edge_left), right = all_have(&part->now, has_edge_right);
    const bf_literal_set *best = &part->now;
    for (size_t i = 0; i < part->before_count; i++)
        if (bf_literal_frequency(&part->before[i]) < bf_literal_frequency(best))
            best = &part->before[i];
    part->before_count = 0;
    if (best == &part->now)
        return;
    part->now = *best;
    for (size_t i = 0; i < part->now.count; i++) {
        bf_literal *one = &part->now.items[i];
        one->open_right = true;
        one->edge_left = left;
        one->edge_right = right;
    }
}

bool bf_literal_unite(bf_arena *arena, bf_literal_part *part, bf_literal_part *other)
{
    choose(part);
    choose(other);
    if (part->now.count + other->now.count > BF_LITERAL_MOST)
        return bf_literal_unknown(arena, false, part);
    for (size_t i = 0; i < other->now.count; i++)
        if (!add(arena, &part->now, &other->now.items[i]))
            return false;
    return true;
}

/* Says whether a part is a blank and nothing else: a run of those is read as one. */
static bool is_blank(const bf_literal_set *set)
{
    const bf_literal *one = set->items;
    return set->count == 1 && one->length == 1 && one->bytes[0] == ' ' && !one->open_left &&
           !one->open_right;
}

bool bf_literal_repeat(bf_arena *arena, bf_literal_part *part, uint64_t least, uint64_t most)
{
    bool left = all_have(&part->now, has_edge_left), right = all_have(&part->now, has_edge_right);
    bool single = most == 1 || (most > 1 && is_blank(&part->now));
    if (least > 0 && !single)
        for (size_t i = 0; i < part->now.count; i++) {
            part->now.items[i].open_right = true;
            part->now.items[i].edge_right = right;
        }
    if (least > 0)
        return true;
    bf_literal_part none;
    if (most > 0 && !single) {
        if (!bf_literal_unknown(arena, false, part))
            return false;
        part->now.items[0].edge_left = left;
        part->now.items[0].edge_right = right;
    }
    if (!bf_literal_empty(arena, false, &none))
        return false;
    part->before_count = 0; /* what need not stand there tells nothing */
    if (most == 0)
        *part = none;
    return most == 0 || add(arena, &part->now, &none.now.items[0]);
}

/* fold.c: view N of a text. Plain ASCII, which is nearly all of it, is folded byte by byte; the
 * rest goes in segments, each a starter and the marks that follow it, because that is as far as
 * composition reaches (UAX 15, 5). */
#include "analyzer/fold.h"

#include <string.h>

#include <utf8proc.h>

#include "common/size.h"
#include "common/utf8.h"

enum {
    MOST_POINTS = 128,      /* of one segment when taken apart; more marks are no text */
    MOST_GROWTH = 18,       /* bytes of view for one of text: U+FDFA, the longest of NFKC */
    MOST_SEGMENT_MARKS = 30 /* the stream-safe bound (UAX 15, 13) */
};

/* The view in the making; room is made for the worst case before each segment. */
typedef struct {
    char *bytes;
    uint32_t *origin;
    size_t length, capacity;
    bf_arena *arena;
} folding;

static bool reserve(folding *view, size_t more)
{
    size_t wanted, capacity = view->capacity;
    if (!bf_size_add(view->length, more, &wanted) || !bf_size_add(wanted, 1, &wanted))
        return false;
    if (wanted <= capacity)
        return true;
    if (capacity == 0)
        capacity = wanted; /* nearly always enough */
    while (capacity < wanted)
        if (!bf_size_multiply(capacity, 2, &capacity))
            return false;
    char *bytes = bf_arena_take(view->arena, capacity, 1);
    uint32_t *origin = bf_arena_take(view->arena, capacity, sizeof *origin);
    if (bytes == NULL || origin == NULL)
        return false;
    if (view->length > 0) {
        memcpy(bytes, view->bytes, view->length);
        memcpy(origin, view->origin, view->length * sizeof *origin);
    }
    view->bytes = bytes;
    view->origin = origin;
    view->capacity = capacity;
    return true;
}

static void put_byte(folding *view, char byte, size_t from)
{
    view->bytes[view->length] = byte;
    view->origin[view->length++] = (uint32_t)from;
}

/* Signs that NFKC and case folding leave, and that mean a plain one to a reader; 0 means none, and
 * DROPPED that a reader sees nothing. */
enum { DROPPED = 1 };
static uint32_t plain_sign(uint32_t c)
{
    switch (c) {
    case 0x2018:
    case 0x2019:
    case 0x201A:
    case 0x201B:
    case 0x2032:
    case 0x2035:
    case 0x00B4:
    case 0x02BC:
    case 0x02B9:
    case 0x0060:
        return '\'';
    case 0x201C:
    case 0x201D:
    case 0x201E:
    case 0x201F:
    case 0x2033:
    case 0x2036:
    case 0x00AB:
    case 0x00BB:
    case 0x2039:
    case 0x203A:
        return '"';
    case 0x2212: /* minus */
    case 0x2043: /* hyphen bullet */
        return '-';
    default:
        break;
    }
    if (utf8proc_get_property((utf8proc_int32_t)c)->ignorable) /* Default_Ignorable_Code_Point */
        return DROPPED;
    switch (utf8proc_category((utf8proc_int32_t)c)) {
    case UTF8PROC_CATEGORY_PD:
        return '-';
    case UTF8PROC_CATEGORY_ZS:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP:
        return ' ';
    case UTF8PROC_CATEGORY_CC:
        return c == '\n' ? 0 : ' ';
    default:
        return 0;
    }
}

/* Says whether NFKC would make a word of a symbol: letters of ASCII out of what is no letter ("№"
 * to "No", "℡" to "TEL"). Such a word was never written. */
static bool makes_word(uint32_t c, const utf8proc_int32_t *points, utf8proc_ssize_t count)
{
    utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)c);
    bool symbol = category == UTF8PROC_CATEGORY_SO || category == UTF8PROC_CATEGORY_SM;
    for (utf8proc_ssize_t i = 0; symbol && count > 1 && i < count; i++)
        if ((points[i] | 0x20) >= 'a' && (points[i] | 0x20) <= 'z')
            return true;
    return false;
}

/* Takes one character apart into `points`; how many there are. */
static size_t take_apart(uint32_t c, utf8proc_int32_t *points, size_t room)
{
    int last = 0;
    uint32_t plain = plain_sign(c);
    if (plain == DROPPED)
        return 0;
    if (plain != 0) {
        points[0] = (utf8proc_int32_t)plain;
        return 1;
    }
    utf8proc_ssize_t count = utf8proc_decompose_char(
        (utf8proc_int32_t)c, points, (utf8proc_ssize_t)room,
        UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_STABLE, &last);
    if (count < 0 || count > (utf8proc_ssize_t)room || makes_word(c, points, count)) {
        points[0] = (utf8proc_int32_t)c;
        return 1;
    }
    return (size_t)count;
}

/* Puts a segment's points in canonical order, composed, into the view. */
static void put_segment(folding *view, utf8proc_int32_t *points, size_t count, size_t from)
{
    utf8proc_ssize_t composed = utf8proc_normalize_utf32(points, (utf8proc_ssize_t)count,
                                                         UTF8PROC_STABLE | UTF8PROC_COMPOSE);
    for (utf8proc_ssize_t i = 0; i < composed; i++) {
        utf8proc_uint8_t bytes[4];
        uint32_t sign = plain_sign((uint32_t)points[i]); /* NFKC may have made one */
        if (sign == DROPPED)
            continue;
        utf8proc_ssize_t length =
            utf8proc_encode_char(sign ? (utf8proc_int32_t)sign : points[i], bytes);
        for (utf8proc_ssize_t k = 0; k < length; k++)
            put_byte(view, (char)bytes[k], from);
    }
}

/* Says whether `c` may compose with what stands before it: taken apart, it begins with a mark (some
 * of class 0 compose: the vowels of Bengali), with a later letter of a syllable of Hangul, or is
 * what nobody sees, behind which one may stand. */
static bool joins(uint32_t c)
{
    utf8proc_int32_t points[MOST_GROWTH];
    if (c < 0x300)
        return plain_sign(c) == DROPPED;
    if (take_apart(c, points, MOST_GROWTH) == 0)
        return true;
    utf8proc_category_t category = utf8proc_category(points[0]);
    return (points[0] >= 0x1160 && points[0] <= 0x11FF) || category == UTF8PROC_CATEGORY_MN ||
           category == UTF8PROC_CATEGORY_MC;
}

/* utf8proc_decompose_char() sorts nothing, and composition wants canonical order (UAX 15, 3.11). */
static void sort_marks(utf8proc_int32_t *points, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        utf8proc_int32_t moved = points[i];
        int rank = utf8proc_get_property(moved)->combining_class;
        size_t k = i;
        while (rank > 0 && k > 0 && utf8proc_get_property(points[k - 1])->combining_class > rank) {
            points[k] = points[k - 1];
            k--;
        }
        points[k] = moved;
    }
}

/* Folds a starter off `*rest`, and what may compose with it. */
static bool fold_segment(folding *view, bf_str shown, bf_str *rest)
{
    utf8proc_int32_t points[MOST_POINTS];
    size_t from = shown.length - rest->length, count = 0, marks = 0;
    uint32_t c;
    do {
        bf_utf8_take(rest, &c);
        count += take_apart(c, points + count, MOST_POINTS - count);
        bf_str ahead = *rest;
        if (ahead.length == 0 || !bf_utf8_take(&ahead, &c))
            break;
    } while (joins(c) && ++marks <= MOST_SEGMENT_MARKS && MOST_POINTS - count > MOST_GROWTH);
    if (!reserve(view, count * 4 + 4))
        return false;
    sort_marks(points, count);
    put_segment(view, points, count, from);
    return true;
}

/* How many bytes of ASCII `text` begins with that no mark can follow. */
static size_t plain_length(bf_str text)
{
    size_t length = bf_utf8_ascii(text);
    return length == text.length || length == 0 ? length : length - 1;
}

static char fold_ascii(char c)
{
    if (c >= 'A' && c <= 'Z')
        return (char)(c - 'A' + 'a');
    if (c == '`')
        return '\'';
    return ((unsigned char)c < 0x20 && c != '\n') || c == 0x7F ? ' ' : c;
}

static bool put_ascii(folding *view, bf_str plain, size_t from)
{
    if (!reserve(view, plain.length))
        return false;
    for (size_t i = 0; i < plain.length; i++) {
        view->bytes[view->length + i] = fold_ascii(plain.bytes[i]);
        view->origin[view->length + i] = (uint32_t)(from + i);
    }
    view->length += plain.length;
    return true;
}

bool bf_fold(bf_str shown, bf_arena *arena, bf_folded *out, bf_error *err)
{
    folding view = {.arena = arena};
    bf_str rest = shown;
    size_t plain = plain_length(rest);
    bool made = shown.length < UINT32_MAX &&
                reserve(&view, plain == shown.length ? plain : shown.length + 16);
    while (made && rest.length > 0) {
        if (plain > 0) {
            made = put_ascii(&view, bf_str_slice(rest, 0, plain), shown.length - rest.length);
            rest = bf_str_after(rest, plain);
        } else {
            made = fold_segment(&view, shown, &rest);
        }
        plain = plain_length(rest);
    }
    if (!made)
        return bf_fail(err, BF_ERR_MEMORY, "fold: no memory for %zu bytes", shown.length);
    view.origin[view.length] = (uint32_t)shown.length; /* reserve() keeps room for it */
    *out = (bf_folded){{view.bytes, view.length}, view.origin};
    return true;
}

bf_str bf_fold_source(const bf_folded *folded, bf_str shown, size_t begin, size_t end)
{
    if (end > folded->text.length)
        end = folded->text.length;
    if (begin >= end)
        return (bf_str){0};
    size_t from = folded->origin[begin], to = folded->origin[end];
    size_t last = folded->origin[end - 1];
    if (to == last) { /* the end falls inside one character's view */
        size_t k = end;
        while (k < folded->text.length && folded->origin[k] == last)
            k++;
        to = folded->origin[k];
    }
    return bf_str_slice(shown, from, to);
}

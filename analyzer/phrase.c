/* phrase.c: the phrases of `find` as PCRE2 expressions. */
#include "analyzer/phrase.h"

#include <string.h>

/* Between two words: blanks or a hyphen. Beside a gap also what else parts words of one sentence,
 * but nothing that ends a clause for good. All are possessive: what parts words is never tried
 * shorter. */
#define BETWEEN_WORDS "[\\h\\-]++"
#define BESIDE_GAP "[^\\w.!?;:]++"
#define GAP_WORD "\\w[\\w'\\-]*+"

/* Words of a gap; bytes of a phrase: an expression of a thousand words is more than PCRE2 takes. */
enum { MOST_GAP = 20, MOST_BYTES = 500, MOST_GAPS = 8 };

/* One part of a phrase between blanks. */
typedef struct {
    bf_str text; /* a word, or what stands between {{ and }} */
    bool braced;
    bool optional; /* "word?" */
    bool gap;
    uint64_t least, most; /* words of a gap */
    size_t at;            /* byte of the phrase */
} part;

static bool fault(bf_error *err, size_t at, const char *words)
{
    bf_fail(err, BF_ERR_RULE, "%s", words);
    err->column = (unsigned)at + 1;
    return false;
}

/* Reads "0-4". */
static bool read_gap(bf_str text, part *out)
{
    out->gap = bf_take_decimal(&text, MOST_GAP, &out->least) && bf_str_starts(text, BF_STR("-"));
    if (out->gap)
        text = bf_str_after(text, 1);
    out->gap = out->gap && bf_take_decimal(&text, MOST_GAP, &out->most) && text.length == 0 &&
               out->least <= out->most;
    return out->gap;
}

/* Takes the next part off `*rest`, which stands at byte `at` of the phrase. */
static bool take_part(bf_str *rest, size_t at, part *out, bf_error *err)
{
    *out = (part){.at = at};
    if (bf_str_starts(*rest, BF_STR("{{"))) {
        size_t end = bf_str_find(*rest, BF_STR("}}"), 2);
        if (end == SIZE_MAX)
            return fault(err, at, "{{ without }}");
        out->text = bf_str_slice(*rest, 2, end);
        out->braced = true;
        *rest = bf_str_after(*rest, end + 2);
        if (bf_str_starts(*rest, BF_STR("?"))) {
            out->optional = true;
            *rest = bf_str_after(*rest, 1);
        }
        if (rest->length > 0 && rest->bytes[0] != ' ')
            return fault(err, at, "after }} comes a blank");
        read_gap(out->text, out);
        return true;
    }
    if (!bf_str_take_part(rest, ' ', &out->text))
        return false;
    if (bf_str_find(out->text, BF_STR("{{"), 0) != SIZE_MAX)
        return fault(err, at, "before {{ comes a blank");
    if (out->text.length > 1 && bf_str_ends(out->text, BF_STR("?"))) {
        out->optional = true;
        out->text.length--;
    }
    return true;
}

/* Appends one alternative of a word: "touch*", "hands?-on". A hyphen may be a blank or missing. */
static void append_word(bf_buf *out, bf_str word)
{
    for (size_t i = 0; i < word.length; i++) {
        char c = word.bytes[i];
        bool inside = i > 0 && i + 1 < word.length;
        if (c == '*' && i > 0 && !inside)
            bf_buf_append(out, BF_STR("\\w*"));
        else if (c == '?' && inside && word.bytes[i - 1] != '?')
            bf_buf_append_char(out, '?'); /* the letter before it may be missing */
        else if (c == '-' && inside)
            bf_buf_append(out, BF_STR("[\\h\\-]?"));
        else if (c != '\0' && strchr("\\^$.[]|()?*+{}-#", c))
            bf_buf_append_format(out, "\\%c", c);
        else
            bf_buf_append_char(out, c);
    }
}

/* Appends "word" or "one|other" as one group. */
static bool append_alternatives(bf_buf *out, const part *from, bf_error *err)
{
    bf_str rest = from->text, one;
    bf_buf_append(out, BF_STR("(?:"));
    while (bf_str_take_part(&rest, '|', &one)) {
        if (one.length == 0)
            return fault(err, from->at, "one side of | is empty");
        append_word(out, one);
        if (rest.length > 0)
            bf_buf_append_char(out, '|');
    }
    if (bf_str_ends(from->text, BF_STR("|")))
        return fault(err, from->at, "one side of | is empty");
    bf_buf_append_char(out, ')');
    return true;
}

static bool append_braced(bf_buf *out, const part *from, bf_phrase_list *list, void *user,
                          bf_error *err)
{
    bf_str expression;
    if (list == NULL)
        return fault(err, from->at, "a list or gap has no place here");
    if (!list(from->text, &expression, user))
        return fault(err, from->at, "no such list in this pack");
    bf_buf_append(out, BF_STR("(?:"));
    bf_buf_append(out, expression);
    bf_buf_append_char(out, ')');
    return true;
}

/* Appends a word or list, behind what parts it from the one before: `between`, empty for the first.
 */
static bool append_part(bf_buf *out, const part *from, bf_str between, bf_phrase_list *list,
                        void *user, bf_error *err)
{
    bf_buf_append(out, BF_STR("(?:"));
    bf_buf_append(out, between);
    if (from->braced ? !append_braced(out, from, list, user, err)
                     : !append_alternatives(out, from, err))
        return false;
    bf_buf_append(out, from->optional ? BF_STR(")?") : BF_STR(")"));
    return true;
}

/* Appends the parts of a phrase one after the other. A gap stands open until a word that may not be
 * missing, so that those that may be do not take it with them. */
static bool append_parts(bf_buf *out, bf_str phrase, bf_phrase_list *list, void *user,
                         bf_error *err)
{
    bf_str rest = phrase;
    bool first = true, in_gap = false;
    unsigned gaps = 0;
    if (phrase.length > MOST_BYTES)
        return fault(err, MOST_BYTES, "a phrase has at most 500 bytes");
    while (rest.length > 0) {
        part next;
        size_t at = phrase.length - rest.length;
        if (rest.bytes[0] == ' ') {
            rest = bf_str_after(rest, 1);
            continue;
        }
        if (!take_part(&rest, at, &next, err))
            return false;
        if (next.gap && (first || in_gap || list == NULL))
            return fault(err, at, "a gap stands between two words");
        gaps += next.gap;
        if (gaps > MOST_GAPS)
            return fault(err, at, "a phrase has at most 8 gaps");
        if (first && next.optional)
            return fault(err, at, "the first word may not be missing");
        if (next.gap) {
            bf_buf_append_format(out, "(?:" BESIDE_GAP GAP_WORD "){%u,%u}?", (unsigned)next.least,
                                 (unsigned)next.most);
            in_gap = true;
            continue;
        }
        bf_str between = first ? BF_STR("") : in_gap ? BF_STR(BESIDE_GAP) : BF_STR(BETWEEN_WORDS);
        if (!append_part(out, &next, between, list, user, err))
            return false;
        in_gap = in_gap && next.optional;
        first = false;
    }
    if (first || in_gap)
        return fault(err, phrase.length, first ? "empty phrase" : "a gap stands between two words");
    return true;
}

bool bf_phrase_append(bf_buf *out, bf_str phrase, bf_phrase_list *list, void *user, bf_error *err)
{
    bf_buf_append(out, BF_STR("(?<!\\w)"));
    if (!append_parts(out, phrase, list, user, err))
        return false;
    bf_buf_append(out, BF_STR("(?!\\w)"));
    return true;
}

bool bf_phrase_append_bare(bf_buf *out, bf_str phrase, bf_error *err)
{
    return append_parts(out, phrase, NULL, NULL, err);
}

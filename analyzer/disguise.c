/* disguise.c: the ways in which words are written so that people read them and machines do not. */
#include "analyzer/disguise.h"

#include <assert.h>
#include <string.h>

#include <utf8proc.h>

#include "analyzer/letter.h"
#include "common/utf8.h"

const char *bf_disguise_name(bf_disguise disguise)
{
    static const char *const names[] = {"invisible", "styled", "marks",   "lookalike",
                                        "leet",      "spaced", "repeated"};
    static_assert(sizeof names / sizeof *names == BF_DISGUISE_COUNT, "each disguise has a name");
    return names[disguise];
}

/* A word while it is read. */
typedef struct {
    size_t letters, styled; /* so far */
    size_t piece;           /* letters since something unseen */
    unsigned unseen;        /* characters unseen since the last letter */
    bool parts;             /* these are one soft hyphen or non-joiner */
    bool weak;              /* such a one stood before the piece */
    bool digits;
} word_read;

/* Says whether people write `c` where a word may be parted, or where letters should not join. */
static bool parts_words(uint32_t c)
{
    return c == 0xAD || c == 0x200C;
}

/* Says whether `c` is a letter of ASCII in another form: NFKC makes one of it. */
static bool is_styled(uint32_t c)
{
    utf8proc_int32_t points[4];
    int last = 0;
    if (c < 0x80 || c == 0xAA || c == 0xBA || c == 0x17F || c == 0x212A)
        return false; /* ordinals, the long s and the sign of Kelvin are honest ones */
    utf8proc_ssize_t count =
        utf8proc_decompose_char((utf8proc_int32_t)c, points, 4,
                                UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD, &last);
    return count == 1 && points[0] >= 'a' && points[0] <= 'z';
}

/* Says whether `c` is of a script whose letters nobody joins or parts by what is not seen. */
static bool is_plain_script(uint32_t c)
{
    return c < 0x590 || (c >= 0x1D00 && c < 0x2000) || is_styled(c);
}

/* What the unseen before a letter tells. Where a word may be parted two letters stay together, so
 * one letter cut off is no hyphenation. */
static unsigned judge_unseen(const word_read *word)
{
    if (word->unseen == 0 || word->letters == 0)
        return 0;
    return !word->parts || word->piece == 1 ? 1u << BF_DISGUISE_INVISIBLE : 0;
}

static unsigned add_letter(word_read *word, uint32_t c)
{
    unsigned found = is_plain_script(c) ? judge_unseen(word) : 0;
    if (word->unseen > 0) {
        word->weak = word->letters > 0 && word->parts && is_plain_script(c);
        word->piece = 0;
    }
    word->unseen = 0;
    word->letters++;
    word->piece++;
    word->styled += is_styled(c);
    return found;
}

static void add_unseen(word_read *word, uint32_t c)
{
    word->parts = word->unseen == 0 && parts_words(c);
    word->unseen++;
}

static unsigned end_word(word_read *word)
{
    unsigned found = 0;
    if (word->weak && word->piece == 1)
        found |= 1u << BF_DISGUISE_INVISIBLE;
    if (word->styled >= 2 && !word->digits) /* not one, as in a logo; not "1" and a raised "st" */
        found |= 1u << BF_DISGUISE_STYLED;
    *word = (word_read){0};
    return found;
}

unsigned bf_disguise_shown(bf_str shown)
{
    word_read word = {0};
    unsigned found = 0;
    uint32_t c;
    for (size_t at = 0, length; (length = bf_letter_at(shown, at, &c)) > 0; at += length) {
        utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)c);
        if (utf8proc_get_property((utf8proc_int32_t)c)->ignorable)
            add_unseen(&word, c);
        else if (is_styled(c) ||
                 (category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO))
            found |= add_letter(&word, c);
        else if (category == UTF8PROC_CATEGORY_ND)
            word.digits = true;
        else if (!bf_letter_is_mark(c))
            found |= end_word(&word);
    }
    return found | end_word(&word);
}

bool bf_disguise_names(unsigned set, bf_arena *arena, bf_str *out)
{
    char names[BF_DISGUISE_COUNT * 16] = "";
    size_t length = 0;
    for (bf_disguise disguise = 0; disguise < BF_DISGUISE_COUNT; disguise++) {
        if ((set >> disguise & 1) == 0)
            continue;
        const char *name = bf_disguise_name(disguise);
        if (length > 0)
            names[length++] = '+';
        memcpy(names + length, name, strlen(name));
        length += strlen(name);
    }
    return bf_arena_copy(arena, (bf_str){names, length}, out);
}

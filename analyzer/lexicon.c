/* lexicon.c: words and their kinds, found fast. */
#include "analyzer/lexicon.h"

#include <assert.h>
#include <string.h>

static unsigned char lower(char c)
{
    return (unsigned char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

void bf_lexicon_index(bf_lexicon *lexicon, const bf_lexicon_row *rows, size_t count)
{
    assert(count <= BF_LEXICON_MOST);
    *lexicon = (bf_lexicon){.rows = rows};
    for (size_t i = count; i > 0; i--) { /* from the last on, so that chains keep the order */
        uint16_t *head = &lexicon->head[lower(rows[i - 1].word[0])];
        lexicon->next[i - 1] = *head;
        *head = (uint16_t)i;
    }
}

/* The chain of rows that `text` may begin with. */
static size_t first_of(const bf_lexicon *lexicon, bf_str text)
{
    return text.length > 0 ? lexicon->head[lower(text.bytes[0])] : 0;
}

/* Says whether `text` is `word`, A to Z equal to a to z. Most rows differ in their second byte. */
static bool is_word(bf_str text, const char *word)
{
    for (size_t i = 0; i < text.length; i++)
        if (word[i] == '\0' || lower(text.bytes[i]) != lower(word[i]))
            return false;
    return word[text.length] == '\0';
}

static bool begins(bf_str text, const char *word)
{
    for (size_t i = 0; word[i] != '\0'; i++)
        if (i == text.length || text.bytes[i] != word[i])
            return false;
    return true;
}

const bf_lexicon_row *bf_lexicon_find_kind(const bf_lexicon *lexicon, bf_str word, const char *kind)
{
    for (size_t i = first_of(lexicon, word); i > 0; i = lexicon->next[i - 1])
        if (is_word(word, lexicon->rows[i - 1].word) &&
            strcmp(lexicon->rows[i - 1].kind, kind) == 0)
            return &lexicon->rows[i - 1];
    return NULL;
}

bool bf_lexicon_has(const bf_lexicon *lexicon, bf_str word, const char *kind)
{
    return bf_lexicon_find_kind(lexicon, word, kind) != NULL;
}

const bf_lexicon_row *bf_lexicon_find(const bf_lexicon *lexicon, bf_str word)
{
    for (size_t i = first_of(lexicon, word); i > 0; i = lexicon->next[i - 1])
        if (is_word(word, lexicon->rows[i - 1].word))
            return &lexicon->rows[i - 1];
    return NULL;
}

const bf_lexicon_row *bf_lexicon_begins(const bf_lexicon *lexicon, bf_str text,
                                        bool (*is_wanted)(const char *kind))
{
    for (size_t i = first_of(lexicon, text); i > 0; i = lexicon->next[i - 1])
        if (begins(text, lexicon->rows[i - 1].word) && is_wanted(lexicon->rows[i - 1].kind))
            return &lexicon->rows[i - 1];
    return NULL;
}

size_t bf_lexicon_letter(bf_str text, size_t i)
{
    unsigned char c = i < text.length ? (unsigned char)text.bytes[i] : 0;
    unsigned char next = i + 1 < text.length ? (unsigned char)text.bytes[i + 1] : 0;
    if (c < 0x80)
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (c < 0xC3 || c == 0xE2 || (c == 0xE3 && next == 0x80)) /* U+0080-BF, 2000-2FFF, 3000-3F */
        return 0;
    size_t length = c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
    return i + length <= text.length ? length : 0;
}

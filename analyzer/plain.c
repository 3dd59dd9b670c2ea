/* plain.c: text with the characters that stand for ASCII put as ASCII. */
#include "analyzer/plain.h"

#include "common/utf8.h"

/* Ranges of characters and what is put for them; '\0' for nothing. In the order of their code
 * points (Unicode 15: General Punctuation, CJK Symbols, Small Form Variants). */
static const struct {
    uint32_t first, last;
    char put;
} alike[] = {
    {0x00A0, 0x00A0, ' '},  {0x00AD, 0x00AD, '\0'}, {0x00B7, 0x00B7, '*'},  {0x2000, 0x200A, ' '},
    {0x200B, 0x200F, '\0'}, {0x2010, 0x2015, '-'},  {0x2018, 0x2019, '\''}, {0x201C, 0x201D, '"'},
    {0x2022, 0x2022, '*'},  {0x2024, 0x2024, '.'},  {0x2027, 0x2027, '*'},  {0x202A, 0x202E, '\0'},
    {0x202F, 0x202F, ' '},  {0x2043, 0x2043, '-'},  {0x205F, 0x205F, ' '},  {0x2060, 0x2064, '\0'},
    {0x2212, 0x2212, '-'},  {0x2219, 0x2219, '*'},  {0x22C5, 0x22C5, '*'},  {0x25CF, 0x25CF, '*'},
    {0x3000, 0x3000, ' '},  {0x30FB, 0x30FB, '*'},  {0xFE58, 0xFE58, '-'},  {0xFE63, 0xFE63, '-'},
    {0xFEFF, 0xFEFF, '\0'},
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* What is put for `character`; false: it stays. */
static bool put_for(uint32_t character, const bf_buf *before, char *put)
{
    if (character >= 0xFF01 && character <= 0xFF5E) { /* the full-width forms, in ASCII's order */
        *put = (char)(character - 0xFF01 + '!');
        return true;
    }
    /* The mark of a long vowel is a hyphen between digits, where no vowel is. */
    if (character == 0x30FC && before->length > 0 && is_digit(before->bytes[before->length - 1])) {
        *put = '-';
        return true;
    }
    for (size_t i = 0; i < sizeof alike / sizeof *alike && alike[i].first <= character; i++)
        if (character <= alike[i].last) {
            *put = alike[i].put;
            return true;
        }
    return false;
}

/* The length of the ASCII at the start of `text`. */
static size_t plain_length(bf_str text)
{
    size_t length = 0;
    while (length < text.length && (unsigned char)text.bytes[length] < 0x80)
        length++;
    return length;
}

bool bf_plain_view(bf_str text, bf_buf *room, bf_str *out)
{
    bf_error full = {0}; /* only whether there is memory is of interest */
    size_t length = plain_length(text);
    *out = text;
    if (length == text.length)
        return true;
    bf_buf_free(room);
    bf_buf_init(room, text.length);
    while (text.length > 0) {
        uint32_t character;
        char put;
        bf_buf_append(room, bf_str_slice(text, 0, length));
        text = bf_str_after(text, length);
        bf_str rest = text;
        if (!bf_utf8_take(&rest, &character) && rest.length == text.length)
            break;
        if (!put_for(character, room, &put))
            bf_buf_append(room, bf_str_slice(text, 0, text.length - rest.length));
        else if (put != '\0')
            bf_buf_append_char(room, put);
        text = rest;
        length = plain_length(text);
    }
    return bf_buf_view(room, "plain text", out, &full);
}

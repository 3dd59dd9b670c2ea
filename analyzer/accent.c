/* accent.c: view A of a text. */
#include "analyzer/accent.h"

#include <utf8proc.h>

#include "analyzer/letter.h"

enum { N_WITH_TILDE = 0xF1, MOST_POINTS = 8, MANY_MARKS = 3 /* Vietnamese has two */ };

uint32_t bf_accent_base(uint32_t c, size_t *marks)
{
    utf8proc_int32_t points[MOST_POINTS];
    int last = 0;
    *marks = 0;
    utf8proc_ssize_t count = utf8proc_decompose_char((utf8proc_int32_t)c, points, MOST_POINTS,
                                                     UTF8PROC_DECOMPOSE, &last);
    if (count <= 1 || count > MOST_POINTS)
        return c;
    for (utf8proc_ssize_t i = 1; i < count; i++)
        if (!bf_letter_is_mark((uint32_t)points[i]))
            return c; /* a syllable of Hangul */
    *marks = (size_t)count - 1;
    return (uint32_t)points[0];
}

/* The letter of a to z under `c`; 0 for none. */
static char plain_letter(uint32_t c, size_t *marks)
{
    if (c == N_WITH_TILDE)
        return 0;
    uint32_t base = bf_accent_base(c, marks);
    const bf_letter_row *row = base >= 0x80 ? bf_letter_of_alphabet(base) : NULL;
    if (row)
        return row->first;
    return base >= 'a' && base <= 'z' ? (char)base : 0;
}

void bf_accent_undo(bf_edit *edit)
{
    bf_str text = edit->from.text;
    for (size_t i = 0, length; i < text.length; i += length) {
        uint32_t c, mark;
        size_t marks, more;
        length = bf_letter_at(text, i, &c);
        /* of ASCII, only a letter that a mark may follow is looked at */
        if (c < 0x80 && (i + 1 >= text.length || (unsigned char)text.bytes[i + 1] < 0xCC))
            continue;
        char letter = plain_letter(c, &marks);
        if (letter == 0)
            continue;
        for (; (more = bf_letter_at(text, i + length, &mark)) > 0 && bf_letter_is_mark(mark);
             length += more)
            marks++;
        if (length > 1)
            bf_edit_put(edit, i, i + length, letter,
                        BF_DISGUISE_ACCENT | (marks >= MANY_MARKS ? 1u << BF_DISGUISE_MARKS : 0));
    }
}

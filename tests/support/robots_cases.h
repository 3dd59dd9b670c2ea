/* tests/support/robots_cases.h: the table of what a robots.txt says of a target, as a reader of it
 * sees a line (tests/unit/crawler/robots_cases.tsv says what the columns are). */
#ifndef BF_TESTS_ROBOTS_CASES_H
#define BF_TESTS_ROBOTS_CASES_H

#include <stdio.h>
#include <string.h>

#include "common/buf.h"
#include "common/hex.h"
#include "crawler/robots.h"

enum { ROBOTS_CASES_MOST_BYTES = 16 * 1024 * 1024 };

/* Views into the table, but `text`, which is of the caller's buffer: escapes are undone there. */
typedef struct {
    bf_str name, text, agent, target, allowed, decides, shows;
} robots_case;

/* Reads the table at `path` into `out`, which is initialised. */
static inline bool read_robots_cases(const char *path, bf_buf *out)
{
    char piece[4096];
    FILE *file = fopen(path, "rb");
    size_t count;
    if (file == NULL)
        return false;
    while ((count = fread(piece, 1, sizeof piece, file)) > 0)
        bf_buf_append(out, (bf_str){piece, count});
    bool read = ferror(file) == 0 && !out->failed;
    fclose(file);
    return read;
}

/* \n \r \t \\ and \xHH; anything else is no escape, and false. */
static inline bool undo_escapes(bf_str written, bf_buf *out)
{
    static const char letters[] = "nrt\\", octets[] = "\n\r\t\\";
    for (size_t i = 0; i < written.length; i++) {
        bf_str rest = bf_str_after(written, i + 1);
        if (written.bytes[i] != '\\') {
            bf_buf_append_char(out, written.bytes[i]);
            continue;
        }
        const char *letter = rest.length > 0 ? strchr(letters, rest.bytes[0]) : NULL;
        if (letter && *letter) {
            bf_buf_append_char(out, octets[letter - letters]);
            i++;
            continue;
        }
        int high = rest.length > 2 && rest.bytes[0] == 'x' ? bf_hex_digit(rest.bytes[1]) : -1;
        int low = high >= 0 ? bf_hex_digit(rest.bytes[2]) : -1;
        if (low < 0)
            return false;
        bf_buf_append_char(out, (char)(high << 4 | low));
        i += 3;
    }
    return !out->failed;
}

/* Takes the next case off `*rest`. false: none is left, or, with a name in `out`, it is malformed.
 */
static inline bool take_robots_case(bf_str *rest, bf_buf *text, robots_case *out)
{
    bf_str line, written;
    *out = (robots_case){0};
    do {
        if (!bf_str_take_line(rest, &line))
            return false;
    } while (line.length == 0 || line.bytes[0] == '#');
    bf_buf_reset(text);
    if (!bf_str_take_part(&line, '\t', &out->name) || !bf_str_take_part(&line, '\t', &written) ||
        !bf_str_take_part(&line, '\t', &out->agent) ||
        !bf_str_take_part(&line, '\t', &out->target) ||
        !bf_str_take_part(&line, '\t', &out->allowed) ||
        !bf_str_take_part(&line, '\t', &out->decides) ||
        !bf_str_take_part(&line, '\t', &out->shows) || !undo_escapes(written, text))
        return false;
    out->text = (bf_str){text->bytes ? text->bytes : "", text->length};
    return true;
}

/* What decides, as the table has it: the number of a line, or a reason. `room` is at least 32. */
static inline const char *write_decides(const bf_robots_verdict *said, char *room, size_t size)
{
    if (said->reason == BF_ROBOTS_RULE)
        snprintf(room, size, "%zu", said->rule.number);
    else
        snprintf(room, size, "%s", bf_robots_reason_name(said->reason));
    return room;
}

#endif

/* analyzer/packed.h: the text of a table in a file, as it is or packed: plain, gzip, a zip archive
 * (zip64 too) that holds it among others, or any of these on standard input. Knows archives (by
 * libarchive) and the marks of Unicode encodings; what the text means is csv.h's. Memory does not
 * depend on sizes. */
#ifndef BF_ANALYZER_PACKED_H
#define BF_ANALYZER_PACKED_H

#include "bonafide/error.h"
#include "bonafide/str.h"

typedef struct bf_packed bf_packed;

/* What a file is known by: when all of it is equal, an import may go on in it. */
typedef struct {
    uint64_t size;    /* bytes; 0 of standard input */
    int64_t mtime_ms; /* 0 of standard input */
} bf_packed_mark;

/* Opens the file `path`, which "-" makes standard input. Of a zip archive the table is the member
 * whose base name `member` fits (as fnmatch() has it, without regard to case); without `member`, or
 * where none fits, the largest one of a name in .csv or .txt; on standard input, which cannot be
 * looked at twice, the first that fits `member`, or without one the first of such a name. The
 * strings are not kept. NULL: BF_ERR_INPUT with the system's words, BF_ERR_FORMAT for an archive
 * that is broken, enciphered or holds no table, BF_ERR_MEMORY; `err` names the file. */
bf_packed *bf_packed_open(const char *path, const char *member, bf_error *err);

/* Closes it; NULL is allowed. */
void bf_packed_close(bf_packed *packed);

/* Gives the next bytes in `piece`, a view that lives until the next call; empty at the end. They
 * are as in the file, but for a byte order mark, which is left out, and for UTF-16 that has one,
 * which becomes UTF-8. false: BF_ERR_INPUT, BF_ERR_FORMAT for what is packed and broken or cut off.
 */
BF_MUST_CHECK bool bf_packed_read(bf_packed *packed, bf_str *piece, bf_error *err);

/* The base name of the table: of the member, else of the file; "-" of standard input. A view into
 * `packed`. */
bf_str bf_packed_name(const bf_packed *packed);

/* What the file is known by. */
bf_packed_mark bf_packed_mark_of(const bf_packed *packed);

/* How far reading is: bytes of the file as it lies there, at most its size. */
uint64_t bf_packed_progress(const bf_packed *packed);

#endif

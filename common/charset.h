/* common/charset.h: bytes of a page to UTF-8. Knows how a page says its encoding and the names that
 * the web uses for it (WHATWG Encoding, 4.2); the conversion is iconv's. */
#ifndef BF_COMMON_CHARSET_H
#define BF_COMMON_CHARSET_H

#include "bonafide/arena.h"
#include "bonafide/error.h"
#include "bonafide/str.h"

typedef struct {
    bf_str text;      /* valid UTF-8, no BOM; may view the given bytes where nothing changed */
    bf_str name;      /* canonical, lower case: "utf-8", "windows-1252", "shift_jis" */
    size_t bad_bytes; /* how often the encoding has no such bytes; each time became U+FFFD */
} bf_charset_text;

/* Converts `bytes` of an HTML page: encoding by BOM, then `http_charset` (may be empty), then a
 * meta element in the first 1,024 bytes, else UTF-8 when all bytes are valid UTF-8 and not all
 * ASCII, else windows-1252. Unknown labels are passed over. false: BF_ERR_MEMORY. */
BF_MUST_CHECK bool bf_charset_decode(bf_str bytes, bf_str http_charset, bf_arena *arena,
                                     bf_charset_text *out, bf_error *err);

/* The character of `byte` in windows-1252; 0 for the five bytes that have none, and for 0. */
uint32_t bf_charset_windows_1252(unsigned char byte);

typedef struct bf_charset_tables bf_charset_tables;

/* Loads the tables of all encodings, which are read from files when first used: for a process that
 * will have no files. They stay until freed. NULL: no memory. */
bf_charset_tables *bf_charset_tables_new(void);

/* Lets go of the tables; NULL is allowed. */
void bf_charset_tables_free(bf_charset_tables *tables);

#endif

/* frames.h: pages as tests/bench/web_pages.py frames them: each behind its length in bytes (four,
 * little endian). For the programs that the benchmarks compare, so that all read in the same way.
 */
#ifndef BF_BENCH_FRAMES_H
#define BF_BENCH_FRAMES_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum { FRAME_MOST = 16 * 1024 * 1024 };

typedef enum { FRAME_PAGE, FRAME_END, FRAME_BAD } frame_next;

/* Reads the next page of standard input into the FRAME_MOST bytes at `page`, its length into
 * `length`. FRAME_END: there was none. FRAME_BAD: it is cut off, empty or too long. */
static inline frame_next frame_read(char *page, size_t *length)
{
    uint8_t raw[4];
    size_t got = fread(raw, 1, sizeof raw, stdin);
    if (got == 0)
        return FRAME_END;
    *length = raw[0] | (size_t)raw[1] << 8 | (size_t)raw[2] << 16 | (size_t)raw[3] << 24;
    return got == sizeof raw && *length > 0 && *length <= FRAME_MOST &&
                   fread(page, 1, *length, stdin) == *length
               ? FRAME_PAGE
               : FRAME_BAD;
}

#endif

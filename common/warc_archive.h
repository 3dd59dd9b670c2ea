/* common/warc_archive.h: a folder of WARC files that grows. Knows names, rotation, what a kill
 * leaves, and the index; records are warc_writer.h's, and that nobody else writes to the folder is
 * its caller's to see to. */
#ifndef BF_COMMON_WARC_ARCHIVE_H
#define BF_COMMON_WARC_ARCHIVE_H

#include "common/warc_writer.h"

/* A file is written as PREFIX-YYYYMMDDhhmmss-NNNNN-XXXXXXXX.warc.open, or .warc.gz.open, and loses
 * the ending when it is complete: on the disk, and indexed (cdxj.h). XXXXXXXX is the mark of who
 * wrote it: one opened archive. */
#define BF_WARC_OPEN_ENDING ".open"

typedef struct bf_warc_archive bf_warc_archive;

typedef struct {
    const char *folder; /* made where it is missing, its parent is not */
    const char *prefix; /* of names: letters, digits, "-", "_" and "." */
    bool gzip;
    uint64_t max_bytes;       /* a file that has them is full: bf_warc_archive_rotate() */
    const bf_warc_pair *info; /* as bf_warc_writer_new() */
    size_t info_count;
} bf_warc_archive_settings;

/* Where an exchange went. */
typedef struct {
    char file[128];  /* the name that the file has when it is complete; empty: in no archive */
    int64_t date_ms; /* of the exchange */
    bf_warc_place record;
} bf_warc_archive_place;

/* Opens the archive in `settings->folder`; all that `settings` names must live as long. Files that
 * a killed process left open are completed first: what it tore off is cut, the rest is indexed; one
 * without a whole record is removed when it is empty, else called NAME.broken. Nothing is created
 * before the first exchange. NULL: BF_ERR_OUTPUT or BF_ERR_INPUT with the file and the system's
 * words, BF_ERR_USAGE for a prefix that makes no file name, BF_ERR_MEMORY. */
bf_warc_archive *bf_warc_archive_open(const bf_warc_archive_settings *settings, bf_error *err);

/* The mark in the names of all files that `archive` makes: 8 letters and digits. */
const char *bf_warc_archive_mark(const bf_warc_archive *archive);

/* Writes an exchange, as bf_warc_write_exchange(), or a fetch that failed, as
 * bf_warc_write_failure(), into the present file, or into a new one where there is none. When it
 * returns, the bytes are with the kernel; a file is forced to the disk when it is complete. false:
 * as these; BF_ERR_OUTPUT names the file, and says what to do. What was written before stands, and
 * writing may be tried again. */
BF_MUST_CHECK bool bf_warc_archive_write(bf_warc_archive *archive, const bf_warc_exchange *exchange,
                                         bf_warc_archive_place *place, bf_error *err);
BF_MUST_CHECK bool bf_warc_archive_write_failure(bf_warc_archive *archive,
                                                 const bf_warc_exchange *exchange,
                                                 bf_warc_archive_place *place, bf_error *err);

/* Completes the present file when it is full, so that the next exchange begins a new one. A file
 * that is complete is not taken back: who may yet disown what was written last calls this when that
 * is settled. false: as bf_warc_archive_close(), and the next exchange begins a new file all the
 * same. */
BF_MUST_CHECK bool bf_warc_archive_rotate(bf_warc_archive *archive, bf_error *err);

/* Frees `archive` as a kill would leave it: the present file stays NAME.open; NULL is allowed. */
void bf_warc_archive_abandon(bf_warc_archive *archive);

/* Completes the present file and frees `archive`; NULL is allowed. false: BF_ERR_OUTPUT,
 * BF_ERR_INPUT or BF_ERR_MEMORY: the file could not be forced to the disk, indexed or renamed; it
 * stands as NAME.open, whole, and the next bf_warc_archive_open() completes it. */
BF_MUST_CHECK bool bf_warc_archive_close(bf_warc_archive *archive, bf_error *err);

/* Where exchanges go: to an archive, to a stream, or to both, first to the archive. NULL: not
 * there. Both get records of the same names and dates. */
typedef struct {
    bf_warc_archive *archive;
    bf_warc_writer *stream;
    const char *stream_path; /* for errors; NULL: it has none */
} bf_warc_sink;

/* Writes an exchange, or a fetch that failed, to where `sink` leads. `place` is that in the
 * archive, or without one that in the stream, its file empty. false: as the two; what the archive
 * has taken before the stream failed stays. */
BF_MUST_CHECK bool bf_warc_sink_write(const bf_warc_sink *sink, const bf_warc_exchange *exchange,
                                      bf_warc_archive_place *place, bf_error *err);
BF_MUST_CHECK bool bf_warc_sink_write_failure(const bf_warc_sink *sink,
                                              const bf_warc_exchange *exchange,
                                              bf_warc_archive_place *place, bf_error *err);

#endif

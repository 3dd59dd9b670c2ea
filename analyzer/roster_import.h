/* analyzer/roster_import.h: files of a registry into a roster. Knows the steps and their order:
 * open, bind, read rows, add entries, now and then make sure of them, put the new roster in the
 * place of the former. */
#ifndef BF_ANALYZER_ROSTER_IMPORT_H
#define BF_ANALYZER_ROSTER_IMPORT_H

#include "analyzer/column_map.h"

/* How far an import is. */
typedef struct {
    const char *file; /* that is being read */
    uint64_t rows, skipped, entries;
    uint64_t read_bytes, size; /* of `file` as it lies there; 0 where that is not known */
    uint64_t resumed_rows;     /* of `rows`, those that an earlier run had read */
    bool finishing;            /* all rows are read: indexes are being made */
} bf_roster_progress;

/* Shown every thousand rows, at the beginning and before the indexes. false: stop, and make sure of
 * what is there. */
typedef bool bf_roster_watch(const bf_roster_progress *progress, void *user);

/* Told each row that is passed over, as `err` of bf_binding_read(), with its file. */
typedef void bf_roster_skip(const bf_error *fault, void *user);

typedef struct {
    const char *roster; /* path */
    const bf_column_map *map;
    bf_str name;              /* of the source; empty: the map's */
    const char *const *files; /* paths, all of one source; "-" is standard input, and alone */
    size_t count;
    bf_str as_of; /* "YYYY-MM-DD"; empty: the last date in the files' names, else when the last
                     of them was changed, else today */
    uint64_t skip_most; /* malformed rows that are passed over; one more ends the import */
    int64_t now_ms;
    bf_roster_watch *watch; /* NULL: nobody */
    bf_roster_skip *skip;   /* NULL: nobody */
    void *user;
} bf_roster_import;

typedef enum {
    BF_IMPORT_DONE,
    BF_IMPORT_STOPPED, /* by `watch`: the same import goes on from there */
    BF_IMPORT_FAILED   /* BF_ERR_INPUT and BF_ERR_FORMAT of the files, BF_ERR_USAGE where the former
                          is no roster of our form, BF_ERR_STATE of disk and lock, BF_ERR_MEMORY */
} bf_roster_import_end;

/* Runs an import; the former roster stays as it is unless BF_IMPORT_DONE is returned. `out` counts
 * what was done, and `as_of` is filled with the date that was noted, and a NUL. */
BF_MUST_CHECK bf_roster_import_end bf_roster_import_run(const bf_roster_import *import,
                                                        bf_roster_progress *out,
                                                        char as_of[BF_REGISTRY_DATE + 1],
                                                        bf_error *err);

#endif

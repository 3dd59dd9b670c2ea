/* analyzer/column_map.h: what the columns of a registry's file mean, as YAML that who knows the
 * registry can write (rules/README.md explains each key). Knows maps; a map is put to a file's
 * header by binding.h. */
#ifndef BF_ANALYZER_COLUMN_MAP_H
#define BF_ANALYZER_COLUMN_MAP_H

#include "analyzer/csv.h"
#include "analyzer/registry_date.h"
#include "analyzer/roster_store.h"
#include "common/digest.h"

/* The columns of an entry that a map may fill. */
typedef enum {
    BF_COLUMN_NUMBER,
    BF_COLUMN_NPI,
    BF_COLUMN_TITLE,
    BF_COLUMN_REGION,
    BF_COLUMN_STATUS,
    BF_COLUMN_EXPIRES,
    BF_COLUMN_SINCE,
    BF_COLUMN_REASON,
    BF_COLUMN_SURNAME,
    BF_COLUMN_GIVEN,
    BF_COLUMN_MIDDLE,
    BF_COLUMN_SUFFIX,
    BF_COLUMN_BUSINESS,
    BF_COLUMN_CITY,
    BF_COLUMN_POSTAL,
    BF_COLUMNS
} bf_column;

enum { BF_COLUMN_MOST_HEADERS = 6, BF_COLUMN_MOST_TIMES = 64, BF_COLUMN_MOST_OTHERS = 8 };

/* A word of the registry, by bf_column_fold(), and what we call it. */
typedef struct {
    bf_str word, value;
} bf_column_value;
typedef struct {
    bf_column_value *items; /* in the order of their words */
    size_t count;
} bf_column_values;

/* Which column of a file is meant: the first of `headers` that it has. */
typedef struct {
    bf_column column;
    bf_str headers[BF_COLUMN_MOST_HEADERS]; /* as in the map; "{n}" in a group */
    size_t header_count;
    bool optional;         /* a file may lack it */
    unsigned dates;        /* 1 << bf_registry_date_form for each that is allowed; 0: no date */
    bf_column_values none; /* words that stand for nothing, their values empty */
    unsigned line;         /* of the map */
} bf_column_use;

/* A column filled for one kind of thing: by `count` items. */
typedef struct {
    bf_column_use *items;
    size_t count;
} bf_column_uses;

/* A condition on a row: the column has one of the words, none of them, or nothing at all. */
typedef enum { BF_KEEP_IN, BF_KEEP_NOT_IN, BF_KEEP_NONE } bf_column_condition;
typedef struct {
    bf_column_use use;
    bf_column_condition condition;
    bf_column_values words;
} bf_column_keep;

typedef struct {
    bf_str file;                 /* of the map, for messages */
    bf_str name, title, version; /* of the registry */
    bf_str region;               /* of all entries; empty: by column */
    const char *member;          /* of an archive, as fnmatch() has it; NULL: any table */
    bf_roster_kind kind;
    bool current_only;
    bf_csv_form form;
    bf_column_uses columns;
    bf_column_uses group;   /* of what a row has several of; count 0: no group */
    unsigned times;         /* how often the group stands in a row, from 1 on */
    bf_column_uses *others; /* other names of a row: sets of columns of names */
    size_t other_count;
    bf_column_keep *keeps;
    size_t keep_count;
    bf_column_values titles, statuses;
    bool only_known_titles; /* entries of other titles are not ours */
    bf_str always_title;
    bf_roster_status always_status;     /* where no column says one */
    char digest[BF_DIGEST_SHA256_TEXT]; /* of the text */
} bf_column_map;

/* Reads a map out of `text`, which stands in the file `name`. Free it with bf_column_map_free().
 * NULL: BF_ERR_RULE with file, line and column of what is wrong, BF_ERR_MEMORY. */
bf_column_map *bf_column_map_parse(bf_str text, bf_str name, bf_error *err);

/* The same of the file `path`. NULL: BF_ERR_INPUT as well. */
bf_column_map *bf_column_map_load(const char *path, bf_error *err);

/* Frees a map; NULL is allowed. */
void bf_column_map_free(bf_column_map *map);

/* What a map calls a column ("number", "npi", …). */
const char *bf_column_name(bf_column column);

/* Copies of `text` the letters in lower case, the digits, and the bytes over 127, to `out` of
 * `size` bytes, as much as fits, and returns how many those are: by this headers and words are
 * compared. */
size_t bf_column_fold(bf_str text, char *out, size_t size);

/* What we call `word`; false when the table does not know it. */
bool bf_column_value_of(const bf_column_values *values, bf_str word, bf_str *out);

#endif

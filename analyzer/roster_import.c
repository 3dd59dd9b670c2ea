/* roster_import.c: files of a registry into a roster. */
#include "analyzer/roster_import.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "analyzer/binding.h"
#include "analyzer/packed.h"
#include "analyzer/roster_draft.h"
#include "common/time.h"

enum {
    WATCH_ROWS = 1000,
    KEEP_ROWS = 500000,   /* read */
    KEEP_ENTRIES = 100000 /* added: a kill costs no more than these */
};
enum { NAMES_BYTES = 64 * 1024 };

/* One file, open to be read. */
typedef struct {
    bf_packed *packed;
    bf_csv *csv;
    bf_binding *binding;
} table;

/* An import that runs. */
typedef struct {
    const bf_roster_import *import;
    bf_roster_draft *draft;
    bf_roster_place place;
    bf_roster_progress *progress;
    bf_error *err;
    int64_t newest_ms;                  /* of the files */
    char as_of[BF_REGISTRY_DATE + 1];   /* the last date in a name; empty: none */
    bf_buf names;                       /* of the files, for people */
    bf_buf job;                         /* what is imported by what */
    uint64_t since_rows, since_entries; /* that were kept last */
    bool kept;                          /* there is a place to go on from */
} running;

/* ---- One file */

static bool read_piece(void *user, bf_str *piece, bf_error *err)
{
    return bf_packed_read(user, piece, err);
}

static void close_table(table *open)
{
    bf_binding_free(open->binding);
    bf_csv_free(open->csv);
    bf_packed_close(open->packed);
    *open = (table){0};
}

static const char *shown_name(const char *file)
{
    return strcmp(file, "-") == 0 ? "standard input" : file;
}

/* Opens a file, and puts the map to its header. */
static bool open_table(const bf_roster_import *import, const char *file, table *out, bf_error *err)
{
    size_t count = 0;
    *out = (table){.packed = bf_packed_open(file, import->map->member, err)};
    out->csv = out->packed ? bf_csv_new(read_piece, out->packed, &import->map->form, err) : NULL;
    if (out->csv) {
        const bf_str *columns = bf_csv_columns(out->csv, &count);
        out->binding = bf_binding_new(import->map, columns, count, err);
    }
    if (out->binding)
        return true;
    bf_fail_at(err, bf_str_of(shown_name(file)), 0, 0);
    close_table(out);
    return false;
}

/* ---- What is known before a row is read */

/* Notes what a file is known by, and how old it is. */
static void note_file(running *run, const char *file, const bf_packed *packed)
{
    bf_packed_mark mark = bf_packed_mark_of(packed);
    bf_str name = bf_packed_name(packed);
    const char *slash = strrchr(file, '/');
    char date[BF_REGISTRY_DATE];
    const char *base = slash ? slash + 1 : file;
    if ((bf_registry_date_find(bf_str_of(base), date) || bf_registry_date_find(name, date)) &&
        memcmp(date, run->as_of, sizeof date) > 0)
        memcpy(run->as_of, date, sizeof date);
    if (mark.mtime_ms > run->newest_ms)
        run->newest_ms = mark.mtime_ms;
    bf_buf_append_format(&run->names, "%s%s", run->names.length > 0 ? ", " : "", shown_name(base));
    bf_buf_append_format(&run->job, "\n%s %" PRIu64 " %" PRId64, base, mark.size, mark.mtime_ms);
}

/* Looks at every file that can be read again: what is wrong with the last is told before the first
 * is read. */
static bool look_at_files(running *run)
{
    const bf_roster_import *import = run->import;
    bf_buf_append_format(&run->job, "%s %.*s", import->map->digest, BF_STR_ARG(import->name));
    for (size_t i = 0; i < import->count; i++) {
        table open;
        if (strcmp(import->files[i], "-") == 0) { /* nobody can say it a second time */
            bf_buf_append(&run->names, BF_STR("standard input"));
            bf_buf_append_format(&run->job, "\n- %" PRId64, import->now_ms);
            continue;
        }
        if (!open_table(import, import->files[i], &open, run->err))
            return false;
        note_file(run, import->files[i], open.packed);
        close_table(&open);
    }
    return true;
}

/* Settles which day the registry's data are of. */
static void settle_date(running *run, char as_of[BF_REGISTRY_DATE + 1])
{
    char time[BF_TIME_TEXT];
    bf_time_format(run->newest_ms > 0 ? run->newest_ms : run->import->now_ms, time);
    if (run->import->as_of.length == BF_REGISTRY_DATE)
        memcpy(run->as_of, run->import->as_of.bytes, BF_REGISTRY_DATE);
    else if (run->as_of[0] == '\0')
        memcpy(run->as_of, time, BF_REGISTRY_DATE);
    memcpy(as_of, run->as_of, sizeof run->as_of);
}

/* ---- Rows */

static void note_progress(running *run)
{
    run->progress->rows = run->place.rows;
    run->progress->skipped = run->place.skipped;
    run->progress->entries = run->place.entries;
}

/* Shows how far the import is; false: it is to stop. */
static bool watch(running *run, const table *open)
{
    bf_roster_progress *progress = run->progress;
    note_progress(run);
    progress->size = open ? bf_packed_mark_of(open->packed).size : 0;
    progress->read_bytes = open ? bf_packed_progress(open->packed) : 0;
    return run->import->watch == NULL || run->import->watch(progress, run->import->user);
}

/* Notes the place behind the row that was read last. */
static void note_place(running *run, const table *open)
{
    run->place.offset = bf_csv_offset(open->csv);
    run->place.file_rows = bf_csv_rows(open->csv);
}

static bool keep(running *run, const table *open)
{
    note_place(run, open);
    run->since_rows = run->place.rows;
    run->since_entries = run->place.entries;
    if (!bf_roster_draft_keep(run->draft, &run->place, run->err))
        return false;
    run->kept = true;
    return true;
}

/* Adds the entries of a row. false: the row is bad, and `err` is BF_ERR_FORMAT, or it is over. */
static bool add_row(running *run, const table *open, const bf_csv_row *row)
{
    const bf_roster_entry *entries;
    size_t count;
    if (!bf_binding_read(open->binding, row, &entries, &count, run->err))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!bf_roster_draft_add(run->draft, &entries[i], run->err))
            return false;
    run->place.entries += count;
    return true;
}

/* Passes over the bad row that `err` tells of, when there may be one more. */
static bool skip_row(running *run)
{
    bf_error *err = run->err;
    bf_fail_at(err, bf_str_of(shown_name(run->progress->file)), 0, 0);
    if (run->place.skipped == run->import->skip_most) {
        size_t length = strlen(err->message);
        snprintf(err->message + length, sizeof err->message - length, "%s",
                 run->import->skip_most > 0 ? "; more malformed rows than --skip-bad allows"
                                            : " (--skip-bad N passes over N malformed rows)");
        return false;
    }
    run->place.skipped++;
    if (run->import->skip)
        run->import->skip(err, run->import->user);
    bf_error_reset(err);
    return true;
}

/* What is due now and then. */
static bf_roster_import_end look_up(running *run, const table *open)
{
    if (run->place.rows - run->since_rows >= KEEP_ROWS ||
        run->place.entries - run->since_entries >= KEEP_ENTRIES)
        if (!keep(run, open))
            return BF_IMPORT_FAILED;
    if (run->place.rows % WATCH_ROWS != 0 || watch(run, open))
        return BF_IMPORT_DONE;
    return keep(run, open) ? BF_IMPORT_STOPPED : BF_IMPORT_FAILED;
}

static bf_roster_import_end read_rows(running *run, const table *open)
{
    bf_csv_row row;
    bf_csv_next next;
    bf_roster_import_end end = BF_IMPORT_DONE;
    while (end == BF_IMPORT_DONE && (next = bf_csv_read(open->csv, &row, run->err)) != BF_CSV_END) {
        if (next == BF_CSV_FATAL)
            return BF_IMPORT_FAILED;
        bool good = next == BF_CSV_ROW && add_row(run, open, &row);
        if (!good && (run->err->code != BF_ERR_FORMAT || !skip_row(run)))
            return BF_IMPORT_FAILED;
        run->place.rows++;
        end = look_up(run, open);
    }
    return end;
}

/* Reads one file, from the place where an earlier run left it. */
static bf_roster_import_end read_file(running *run, const char *file)
{
    table open;
    bf_roster_import_end end;
    run->progress->file = file;
    if (!open_table(run->import, file, &open, run->err))
        return BF_IMPORT_FAILED;
    if (run->place.offset > 0 &&
        !bf_csv_seek(open.csv, run->place.offset, run->place.file_rows, run->err))
        end = BF_IMPORT_FAILED;
    else if (!watch(run, &open))
        end = BF_IMPORT_STOPPED;
    else
        end = read_rows(run, &open);
    close_table(&open);
    if (end == BF_IMPORT_FAILED)
        bf_fail_at(run->err, bf_str_of(shown_name(file)), 0, 0);
    return end;
}

static bf_roster_import_end read_files(running *run)
{
    bf_roster_import_end end = BF_IMPORT_DONE;
    while (end == BF_IMPORT_DONE && run->place.file < run->import->count) {
        end = read_file(run, run->import->files[run->place.file]);
        if (end != BF_IMPORT_DONE)
            break;
        run->place.file++;
        run->place.offset = run->place.file_rows = 0;
        if (!bf_roster_draft_keep(run->draft, &run->place, run->err))
            return BF_IMPORT_FAILED;
        run->kept = true;
    }
    return end;
}

/* ---- The whole */

/* A roster that an import would empty is more probably a wrong file. */
static bool check_yield(running *run)
{
    if (run->place.entries > 0)
        return true;
    run->kept = false; /* read again, it would yield no more */
    if (run->place.rows == run->place.skipped)
        bf_fail(run->err, BF_ERR_FORMAT, "no rows below the header: the former roster stays");
    else
        bf_fail(run->err, BF_ERR_FORMAT,
                "none of %" PRIu64 " rows is one that the map \"%.*s\" keeps: the former roster "
                "stays",
                run->place.rows, BF_STR_ARG(run->import->map->name));
    return bf_fail_at(run->err, bf_str_of(shown_name(run->import->files[0])), 0, 0);
}

static bf_roster_import_end finish(running *run, char as_of[BF_REGISTRY_DATE + 1])
{
    char now[BF_TIME_TEXT];
    bf_str names;
    const bf_column_map *map = run->import->map;
    if (!check_yield(run))
        return BF_IMPORT_FAILED;
    run->progress->finishing = true;
    if (!watch(run, NULL))
        return BF_IMPORT_STOPPED;
    settle_date(run, as_of);
    bf_time_format(run->import->now_ms, now);
    if (!bf_buf_view(&run->names, "names of files", &names, run->err))
        return BF_IMPORT_FAILED;
    const bf_roster_source source = {.name = run->import->name.length > 0 ? run->import->name
                                                                          : map->name,
                                     .title = map->title,
                                     .kind = map->kind,
                                     .region = map->region,
                                     .current_only = map->current_only,
                                     .file = names,
                                     .as_of = bf_str_of(as_of),
                                     .imported_at = bf_str_of(now),
                                     .rows = run->place.rows,
                                     .skipped = run->place.skipped,
                                     .entries = run->place.entries};
    return bf_roster_draft_finish(run->draft, &source, run->err) ? BF_IMPORT_DONE
                                                                 : BF_IMPORT_FAILED;
}

static bf_roster_import_end open_draft(running *run)
{
    bf_str job;
    bf_str name = run->import->name.length > 0 ? run->import->name : run->import->map->name;
    if (!bf_buf_view(&run->job, "names of files", &job, run->err))
        return BF_IMPORT_FAILED;
    run->draft = bf_roster_draft_open(run->import->roster, name, job, &run->place, run->err);
    run->progress->resumed_rows = run->since_rows = run->place.rows;
    run->since_entries = run->place.entries;
    run->kept = run->place.rows > 0;
    return run->draft ? BF_IMPORT_DONE : BF_IMPORT_FAILED;
}

bf_roster_import_end bf_roster_import_run(const bf_roster_import *import, bf_roster_progress *out,
                                          char as_of[BF_REGISTRY_DATE + 1], bf_error *err)
{
    running run = {.import = import, .progress = out, .err = err};
    bf_roster_import_end end = BF_IMPORT_FAILED;
    bf_buf_init(&run.names, NAMES_BYTES);
    bf_buf_init(&run.job, NAMES_BYTES);
    *out = (bf_roster_progress){.file = import->files[0]};
    as_of[0] = '\0';
    if (look_at_files(&run))
        end = open_draft(&run);
    if (end == BF_IMPORT_DONE)
        end = read_files(&run);
    if (end == BF_IMPORT_DONE)
        end = finish(&run, as_of);
    note_progress(&run);
    if (end == BF_IMPORT_DONE || (run.kept && strcmp(import->files[0], "-") != 0))
        bf_roster_draft_close(run.draft);
    else
        bf_roster_draft_drop(run.draft); /* nobody could go on from it */
    bf_buf_free(&run.names);
    bf_buf_free(&run.job);
    return end;
}

/* roster.c: bonafide roster: registries imported and listed. */
#include "cli/roster.h"

#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "analyzer/roster_import.h"
#include "cli/column_maps.h"
#include "cli/complain.h"
#include "cli/confine.h"
#include "cli/option.h"
#include "cli/progress.h"
#include "cli/roster_lookup.h"
#include "cli/roster_option.h"
#include "cli/shown.h"
#include "cli/signals.h"
#include "cli/subcommand.h"
#include "common/charset.h"
#include "common/json.h"
#include "common/time.h"

enum { INTERVAL_MS = 100, SHOWN_SKIPS = 20, TITLE_BYTES = 512 };

typedef enum { FORMAT_AUTO, FORMAT_JSONL, FORMAT_TABLE } list_format;

typedef struct {
    const char *roster, *map, *rules_dir, *name, *as_of;
    uint64_t skip_bad;
    bool quiet;
    int format;
} roster_settings;

static const char *const formats[] = {"auto", "jsonl", "table", NULL};

static const bf_option roster_option[] = {
    {"roster", 'R', BF_OPTION_TEXT, offsetof(roster_settings, roster), "FILE",
     "the roster (default: $BONAFIDE_ROSTER)", NULL},
};
static const bf_option import_options[] = {
    {"map", 'm', BF_OPTION_TEXT, offsetof(roster_settings, map), "FILE",
     "with csv: what the columns mean, as YAML (default: the columns of rosters/neutral.yaml)",
     NULL},
    {"rules", 'r', BF_OPTION_TEXT, offsetof(roster_settings, rules_dir), "DIR",
     "a folder whose rosters/NAME.yaml are maps, too, before the shipped ones (default: none)",
     NULL},
    {"name", 'n', BF_OPTION_TEXT, offsetof(roster_settings, name), "NAME",
     "what the source is called; an import replaces the source of its name (default: as its map "
     "says)",
     NULL},
    {"as-of", 'd', BF_OPTION_TEXT, offsetof(roster_settings, as_of), "DATE",
     "the day that the data are of, as YYYY-MM-DD (default: the date in the file's name, else when "
     "it was last changed)",
     NULL},
    {"skip-bad", 0, BF_OPTION_COUNT, offsetof(roster_settings, skip_bad), "N",
     "pass over up to N malformed rows, and tell each (default: 0)", NULL},
    {"quiet", 'q', BF_OPTION_FLAG, offsetof(roster_settings, quiet), NULL,
     "say nothing on standard error but what went wrong", NULL},
};
static const bf_option list_options[] = {
    {"format", 'f', BF_OPTION_CHOICE, offsetof(roster_settings, format), "FORMAT",
     "jsonl, table, or auto: a table on a terminal, else jsonl (default)", formats},
};

static const bf_command import_command = {
    .name = "roster import",
    .synopsis = "[OPTION]... MAP FILE...",
    .about =
        "Reads the files of a registry into a roster, in place of what it had of that source.\n"
        "MAP is leie, nppes, csv, or another of the column maps: see rules/rosters. A FILE is\n"
        "plain, gzip or zip; - is standard input. Several make one source. Who reads the\n"
        "roster meanwhile sees the former one; when an import is ended, killed or finds no\n"
        "room, the former one stays, and the same command goes on.",
    .groups = {roster_option, import_options},
    .counts = {1, sizeof import_options / sizeof *import_options},
    .examples =
        "Examples:\n"
        "  bonafide roster import --roster=roster.sqlite leie UPDATED.csv\n"
        "  bonafide roster import --roster=roster.sqlite nppes NPPES_Data_November_2026.zip\n"
        "  bonafide roster import --roster=roster.sqlite --map=board.yaml csv board.csv",
    .exits =
        "Exit status:\n"
        "  0         done\n"
        "  2         the command line, the map or the former roster is wrong\n"
        "  3         a file could not be read, or a row is malformed: the former roster stays\n"
        "  5         the roster could not be written: the former one stays\n"
        "  130, 143  interrupted: the former one stays, and the same command goes on",
};

static const bf_command list_command = {
    .name = "roster list",
    .synopsis = "[OPTION]...",
    .about = "Prints a line for each source of a roster: what was imported, of which day, and how\n"
             "much.",
    .groups = {roster_option, list_options},
    .counts = {1, 1},
    .examples = "Example:\n"
                "  bonafide roster list --roster=roster.sqlite --format=table",
};

static bf_exit finish(bf_exit status)
{
    return fflush(stdout) == 0 ? status : bf_exit_graver(status, BF_EXIT_OUTPUT);
}

/* Reads the options. false: `*status` says how to end. */
static bool read_options(const bf_command *command, int argc, char **argv,
                         roster_settings *settings, int *operand, bf_exit *status)
{
    bf_error err = {0};
    bf_options_end end = bf_options_read(command, argc, argv, settings, operand, &err);
    *status = BF_EXIT_DONE;
    if (end == BF_OPTIONS_SHOWN)
        return false;
    settings->roster = bf_roster_option_path(settings->roster);
    if (end == BF_OPTIONS_READ && settings->roster == NULL)
        bf_fail(&err, BF_ERR_USAGE,
                "%s: which roster? Name its file by --roster or $BONAFIDE_ROSTER (see bonafide %s "
                "--help)",
                command->name, command->name);
    if (err.code == BF_OK)
        return true;
    bf_complain(&err);
    *status = BF_EXIT_USAGE;
    return false;
}

/* ---- import */

/* What is shown while an import runs. */
typedef struct {
    bool quiet, shown, standing;
    int64_t next_ms;
    uint64_t skips;
} showing;

static void clear_line(showing *on)
{
    if (on->standing)
        fputs(BF_PROGRESS_ERASE, stderr);
    on->standing = false;
}

static bool show_progress(const bf_roster_progress *progress, void *user)
{
    showing *on = user;
    int64_t now = on->shown ? bf_time_monotonic_ms() : 0;
    if (on->shown && (now >= on->next_ms || progress->finishing)) {
        fprintf(stderr, BF_PROGRESS_ERASE "%" PRIu64 " row%s, %" PRIu64 " entr%s", progress->rows,
                bf_shown_plural(progress->rows), progress->entries,
                progress->entries == 1 ? "y" : "ies");
        if (progress->finishing)
            fputs(", sorting", stderr);
        else if (progress->size > 0)
            fprintf(stderr, ", %" PRIu64 " %%", progress->read_bytes * 100 / progress->size);
        on->standing = true;
        on->next_ms = now + INTERVAL_MS;
    }
    return bf_signals_raised == 0;
}

static void show_skip(const bf_error *fault, void *user)
{
    showing *on = user;
    on->skips++;
    clear_line(on);
    if (on->skips <= SHOWN_SKIPS)
        bf_complain(fault);
    else if (on->skips == SHOWN_SKIPS + 1)
        fputs("bonafide: more malformed rows are passed over in silence\n", stderr);
}

static void tell_end(const bf_roster_progress *done, const char *name, const char *as_of)
{
    fprintf(stderr, "bonafide: %s of %s: %" PRIu64 " row%s read", name, as_of, done->rows,
            bf_shown_plural(done->rows));
    if (done->resumed_rows > 0)
        fprintf(stderr, " (%" PRIu64 " of them before)", done->resumed_rows);
    fprintf(stderr, ", %" PRIu64 " entr%s kept", done->entries, done->entries == 1 ? "y" : "ies");
    if (done->skipped > 0)
        fprintf(stderr, ", %" PRIu64 " malformed row%s passed over", done->skipped,
                bf_shown_plural(done->skipped));
    fputc('\n', stderr);
}

/* The folder of the roster, behind links, where its successor is made; empty where that cannot be.
 */
static void find_folder(const char *path, char out[PATH_MAX])
{
    char *real = realpath(path, NULL);
    snprintf(out, PATH_MAX, "%s", real ? real : path);
    char *slash = strrchr(out, '/');
    snprintf(slash ? slash + 1 : out, 2, ".");
    free(real);
}

/* Gives up what reading strangers' archives does not need: all files but these, the roster's
 * folder, those in which SQLite sorts, and what SQLite (chance) and libarchive (the hour) ask of a
 * system. What converts UTF-16 is loaded before. */
static bool confine(const roster_settings *settings, size_t count, char **files, bf_error *err)
{
    static const char *const asked[] = {"/dev/urandom", "/etc/localtime"};
    char folder[PATH_MAX];
    const char *places[] = {folder, getenv("SQLITE_TMPDIR"), getenv("TMPDIR"), "/var/tmp", "/tmp"};
    const char *written[sizeof places / sizeof *places];
    const char **read = calloc(count + 2, sizeof *read);
    bf_sandbox_plan plan = {.written = written, .read = read, .read_count = count + 2};
    find_folder(settings->roster, folder);
    for (size_t i = 0; i < sizeof places / sizeof *places; i++)
        if (places[i] && access(places[i], W_OK) == 0)
            written[plan.written_count++] = places[i];
        else if (i == 0)
            bf_fail(err, BF_ERR_STATE, "%s: cannot write beside it: %s", settings->roster,
                    strerror(errno));
    for (size_t i = 0; read && i < count + 2; i++)
        read[i] = i < count ? files[i] : asked[i - count];
    bool confined = err->code == BF_OK && (read ? bf_confine(&plan, settings->quiet, err)
                                                : bf_fail(err, BF_ERR_MEMORY, "roster: no memory"));
    free(read);
    return confined;
}

static bf_exit run_import(const roster_settings *settings, const bf_column_map *map, int count,
                          char **files)
{
    bf_error err = {0};
    bf_roster_progress done;
    char as_of[BF_REGISTRY_DATE + 1];
    showing on = {.quiet = settings->quiet, .shown = bf_progress_is_wanted(settings->quiet)};
    const bf_roster_import import = {.roster = settings->roster,
                                     .map = map,
                                     .name = bf_str_of(settings->name),
                                     .files = (const char *const *)files,
                                     .count = (size_t)count,
                                     .as_of = bf_str_of(settings->as_of),
                                     .skip_most = settings->skip_bad,
                                     .now_ms = bf_time_now_ms(),
                                     .watch = show_progress,
                                     .skip = show_skip,
                                     .user = &on};
    bf_charset_tables *tables = bf_charset_tables_new();
    bf_roster_import_end end = BF_IMPORT_FAILED;
    if (confine(settings, (size_t)count, files, &err))
        end = bf_roster_import_run(&import, &done, as_of, &err);
    bf_charset_tables_free(tables);
    clear_line(&on);
    if (end == BF_IMPORT_FAILED) {
        bf_complain(&err);
        return bf_exit_of_error(err.code);
    }
    if (end == BF_IMPORT_STOPPED)
        fprintf(stderr,
                "bonafide: stopped after %" PRIu64 " rows: the former roster stays, and the same "
                "command goes on\n",
                done.rows);
    else if (!settings->quiet)
        tell_end(&done, settings->name ? settings->name : map->name.bytes, as_of);
    return end == BF_IMPORT_STOPPED ? bf_signals_exit() : BF_EXIT_DONE;
}

/* Checks what the options and operands say together. */
static bool check_import(const roster_settings *settings, int count, char **operands, bf_error *err)
{
    char date[BF_REGISTRY_DATE];
    bool csv = count > 0 && strcmp(operands[0], "csv") == 0;
    if (count < 2)
        return bf_fail(err, BF_ERR_USAGE,
                       "roster import: a map and a file, please (see bonafide roster import "
                       "--help)");
    if (settings->map && !csv)
        return bf_fail(err, BF_ERR_USAGE,
                       "roster import: --map goes with csv, and %s has a map: csv in place of %s, "
                       "or without --map",
                       operands[0], operands[0]);
    if (settings->as_of &&
        (strlen(settings->as_of) != BF_REGISTRY_DATE ||
         !bf_registry_date_read(bf_str_of(settings->as_of), 1u << BF_DATE_ISO, date)))
        return bf_fail(err, BF_ERR_USAGE, "roster import: --as-of: %s is no date (YYYY-MM-DD)",
                       settings->as_of);
    if (settings->name && settings->name[0] == '\0')
        return bf_fail(err, BF_ERR_USAGE, "roster import: --name: the name is empty");
    for (int i = 1; i < count; i++)
        if (strcmp(operands[i], "-") == 0 && count > 2)
            return bf_fail(err, BF_ERR_USAGE,
                           "roster import: standard input is the only file, or none");
    return true;
}

static bf_exit import_files(int argc, char **argv)
{
    roster_settings settings = {0};
    bf_error err = {0};
    bf_exit status;
    bf_column_map *map = NULL;
    int operand;
    if (!read_options(&import_command, argc, argv, &settings, &operand, &status))
        return finish(status);
    if (check_import(&settings, argc - operand, argv + operand, &err))
        map = settings.map ? bf_column_map_load(settings.map, &err)
                           : bf_column_maps_load(strcmp(argv[operand], "csv") == 0 ? "neutral"
                                                                                   : argv[operand],
                                                 settings.rules_dir, &err);
    if (map)
        status = run_import(&settings, map, argc - operand - 1, argv + operand + 1);
    else {
        bf_complain(&err);
        status = err.code == BF_ERR_MEMORY ? BF_EXIT_OUTPUT : BF_EXIT_USAGE;
    }
    bf_column_map_free(map);
    return status;
}

/* ---- list */

/* Prints a source as one line of JSON; keys are added, never renamed or removed. */
static bool print_json(const bf_roster_source *source, void *user)
{
    bf_error *err = user;
    cJSON *line = cJSON_CreateObject();
    cJSON_AddStringToObject(line, "type", "roster_source");
    bf_json_add_text(line, "name", source->name);
    bf_json_add_text(line, "title", source->title);
    cJSON_AddStringToObject(line, "kind", bf_roster_kind_name(source->kind));
    bf_json_add_text(line, "region", source->region);
    cJSON_AddBoolToObject(line, "current_only", source->current_only);
    bf_json_add_text(line, "file", source->file);
    bf_json_add_text(line, "as_of", source->as_of);
    bf_json_add_text(line, "imported_at", source->imported_at);
    cJSON_AddNumberToObject(line, "rows", (double)source->rows);
    cJSON_AddNumberToObject(line, "skipped", (double)source->skipped);
    cJSON_AddNumberToObject(line, "entries", (double)source->entries);
    char *text = cJSON_PrintUnformatted(line);
    if (text)
        puts(text);
    else
        bf_fail(err, BF_ERR_MEMORY, "roster list: no memory");
    cJSON_free(text);
    cJSON_Delete(line);
    return text != NULL;
}

static bool print_row(const bf_roster_source *source, void *user)
{
    (void)user;
    bf_shown_print_cell(stdout, source->name, 12);
    bf_shown_print_cell(stdout, bf_str_of(bf_roster_kind_name(source->kind)), 10);
    bf_shown_print_cell(stdout, source->as_of, 10);
    printf("%12" PRIu64 "  %12" PRIu64 "  %8" PRIu64 "  ", source->rows, source->entries,
           source->skipped);
    char title[TITLE_BYTES];
    size_t length = bf_shown_copy(source->title, TITLE_BYTES, title, sizeof title);
    printf("%.*s\n", (int)length, title);
    return true;
}

static bf_exit list_sources(int argc, char **argv)
{
    roster_settings settings = {0};
    bf_error err = {0};
    bf_exit status;
    int operand;
    if (!read_options(&list_command, argc, argv, &settings, &operand, &status))
        return finish(status);
    sqlite3 *roster = NULL;
    if (operand < argc)
        bf_fail(&err, BF_ERR_USAGE,
                "roster list: it takes no operands (see bonafide roster list "
                "--help)");
    else
        roster = bf_roster_open(settings.roster, &err);
    bool table = settings.format == FORMAT_TABLE ||
                 (settings.format == FORMAT_AUTO && isatty(STDOUT_FILENO) != 0);
    if (roster && table)
        puts("name          kind        as of               rows       entries   skipped  title");
    bool listed =
        roster && bf_roster_each_source(roster, table ? print_row : print_json, &err, &err);
    if (!listed || err.code != BF_OK) {
        bf_complain(&err);
        status = bf_exit_of_error(err.code);
    }
    sqlite3_close(roster);
    return finish(status);
}

bf_exit bf_roster_command(int argc, char **argv)
{
    static const bf_subcommand commands[] = {
        {"import", import_files}, {"list", list_sources}, {"lookup", bf_roster_lookup_command}};
    static const bf_subcommands roster = {"roster", "import|list|lookup [OPTION]... [OPERAND]...",
                                          "import, list or lookup", commands,
                                          sizeof commands / sizeof *commands};
    return bf_subcommand_run(&roster, argc, argv);
}

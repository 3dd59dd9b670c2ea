/* roster_lookup.c: bonafide roster lookup: what the registries say under a name or number. */
#include "cli/roster_lookup.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "analyzer/npi.h"
#include "analyzer/person_match.h"
#include "analyzer/roster_lookup.h"
#include "cli/complain.h"
#include "cli/option.h"
#include "cli/roster_option.h"
#include "cli/shown.h"
#include "common/json.h"

enum { ANSWER_BYTES = 16 * 1024 * 1024, TEXT_BYTES = 1024, NAME_COLUMNS = 32 };

typedef enum { FORMAT_AUTO, FORMAT_JSONL, FORMAT_TABLE } lookup_format;

typedef struct {
    const char *roster, *region;
    int format;
} lookup_settings;

static const char *const formats[] = {"auto", "jsonl", "table", NULL};

static const bf_option lookup_options[] = {
    {"roster", 'R', BF_OPTION_TEXT, offsetof(lookup_settings, roster), "FILE",
     "the roster (default: $BONAFIDE_ROSTER)", NULL},
    {"region", 0, BF_OPTION_TEXT, offsetof(lookup_settings, region), "REGION",
     "only entries of this state, as CA, and those of none (default: of all)", NULL},
    {"format", 'f', BF_OPTION_CHOICE, offsetof(lookup_settings, format), "FORMAT",
     "jsonl, table, or auto: a table on a terminal, else jsonl (default)", formats},
};

static const bf_command lookup_command = {
    .name = "roster lookup",
    .synopsis = "[OPTION]... NAME|NUMBER",
    .about =
        "Prints what the registries of a roster have under a name, a licence number or an NPI.\n"
        "A name may be written in either order, and finds its short forms, too; how well it\n"
        "agrees is said beside it. People share names: whom an entry speaks of is for you to\n"
        "find out, and that there is none shows little. A surname alone finds all who have it,\n"
        "and the name of an organisation those that begin so.",
    .groups = {lookup_options},
    .counts = {sizeof lookup_options / sizeof *lookup_options},
    .examples = "Examples:\n"
                "  bonafide roster lookup --roster=roster.sqlite 'Ana Example'\n"
                "  bonafide roster lookup --roster=roster.sqlite --region=CA 'LMFT 12345'",
    .exits = "Exit status:\n"
             "  0  done; also when nothing was found\n"
             "  2  the command line or the roster is wrong\n"
             "  5  the roster could not be read, or the output not written",
};

/* --- The question --------------------------------------------------------------------------------
 */

/* What is asked, and what was found. */
typedef struct {
    bf_str text;
    bool has_name;
    bf_person_name name;
    bf_roster_rows rows;
} answer;

static bool has_digit(bf_str text)
{
    for (size_t i = 0; i < text.length; i++)
        if (text.bytes[i] >= '0' && text.bytes[i] <= '9')
            return true;
    return false;
}

/* Ten digits with the right check digit are an NPI, and may be a licence's number as well. */
static bool ask_number(bf_roster_lookup *roster, const bf_roster_among *among, bf_arena *arena,
                       answer *out, bf_error *err)
{
    if (bf_npi_valid(out->text) &&
        !bf_roster_lookup_npi(roster, out->text, among, arena, &out->rows, err))
        return false;
    return out->rows.count > 0 ||
           bf_roster_lookup_number(roster, out->text, among, arena, &out->rows, err);
}

static bool ask(bf_roster_lookup *roster, const bf_roster_among *among, bf_arena *arena,
                answer *out, bf_error *err)
{
    if (has_digit(out->text))
        return ask_number(roster, among, arena, out, err);
    out->has_name = bf_person_name_read(out->text, &out->name);
    if (out->has_name && !bf_roster_lookup_name(roster, &out->name, among, arena, &out->rows, err))
        return false;
    if (out->rows.count > 0)
        return true;
    out->has_name = false; /* a surname alone, or an organisation's name */
    return bf_roster_lookup_beginning(roster, out->text, among, arena, &out->rows, err);
}

/* How well the name that was asked for agrees with an entry's; NULL: a number was asked for. */
static const char *agreement_of(const answer *of, const bf_roster_row *row)
{
    static const char *const names[] = {"other", "compatible", "alike", "same"};
    const bf_person_parts parts = {row->surname, row->given, row->middle, row->suffix};
    bf_person_name name;
    if (!of->has_name)
        return NULL;
    if (!bf_person_name_join(&parts, &name))
        return names[BF_PERSON_COMPATIBLE];
    return names[bf_person_match_names(&of->name, &name).verdict];
}

/* --- The answer ----------------------------------------------------------------------------------
 */

/* Prints an entry as one line of JSON; keys are added, never renamed or removed. */
static bool print_json(const answer *of, const bf_roster_row *row)
{
    const struct {
        const char *key;
        bf_str text;
    } texts[] = {{"source", row->source->name},
                 {"as_of", row->source->as_of},
                 {"number", row->number},
                 {"npi", row->npi},
                 {"title", row->title},
                 {"region", bf_roster_row_region(row)},
                 {"status_shown", row->status_shown},
                 {"expires", row->expires},
                 {"since", row->since},
                 {"reason", row->reason},
                 {"surname", row->surname},
                 {"given", row->given},
                 {"middle", row->middle},
                 {"suffix", row->suffix},
                 {"business", row->business},
                 {"city", row->city},
                 {"postal", row->postal},
                 {"name_agrees", bf_str_of(agreement_of(of, row))}};
    cJSON *line = cJSON_CreateObject();
    cJSON_AddStringToObject(line, "type", "roster_entry");
    cJSON_AddStringToObject(line, "kind", bf_roster_kind_name(row->source->kind));
    cJSON_AddStringToObject(line, "status", bf_roster_status_name(row->status));
    cJSON_AddBoolToObject(line, "other_name", row->other_name);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        bf_json_add_text(line, texts[i].key, texts[i].text);
    char *text = cJSON_PrintUnformatted(line);
    if (text)
        puts(text);
    cJSON_free(text);
    cJSON_Delete(line);
    return text != NULL;
}

static void print_row(const answer *of, const bf_roster_row *row)
{
    char name[4 * TEXT_BYTES];
    const char *agrees = agreement_of(of, row);
    if (row->surname.length > 0)
        snprintf(name, sizeof name, "%.*s, %.*s %.*s %.*s", BF_STR_ARG(row->surname),
                 BF_STR_ARG(row->given), BF_STR_ARG(row->middle), BF_STR_ARG(row->suffix));
    else
        snprintf(name, sizeof name, "%.*s", BF_STR_ARG(row->business));
    bf_shown_print_cell(stdout, bf_str_trim(bf_str_of(name)), NAME_COLUMNS);
    bf_shown_print_cell(stdout, bf_str_of(bf_roster_status_name(row->status)), 11);
    bf_shown_print_cell(stdout, bf_roster_row_region(row), 6);
    bf_shown_print_cell(stdout, row->title, 12);
    bf_shown_print_cell(stdout, row->number.length > 0 ? row->number : row->npi, 12);
    bf_shown_print_cell(stdout, row->reason, 8);
    bf_shown_print_cell(stdout, row->expires, 10);
    bf_shown_print_cell(stdout, row->city, 16);
    bf_shown_print_cell(stdout, row->source->name, 10);
    bf_shown_print_cell(stdout, row->source->as_of, 10);
    printf("%s%s\n", agrees ? agrees : "", row->other_name ? " (former or other name)" : "");
}

static bool print_answer(const answer *of, bool table, bf_error *err)
{
    if (table && of->rows.count > 0)
        puts("name                              status       region  title         number        "
             "reason    expires     city              source      as of       name agrees");
    for (size_t i = 0; i < of->rows.count; i++)
        if (table)
            print_row(of, &of->rows.items[i]);
        else if (!print_json(of, &of->rows.items[i]))
            return bf_fail(err, BF_ERR_MEMORY, "roster lookup: no memory");
    if (of->rows.count == 0)
        fputs("bonafide: nothing was found, which shows little: names change, and registers lag\n",
              stderr);
    if (of->rows.more)
        fputs("bonafide: there are more: ask with a region, a middle initial or a number\n",
              stderr);
    return true;
}

/* --- The command ---------------------------------------------------------------------------------
 */

static bool look_up(const lookup_settings *settings, bf_str text, bf_error *err)
{
    const bf_roster_among among = {.region = bf_str_of(settings->region)};
    answer found = {.text = text};
    bool table = settings->format == FORMAT_TABLE ||
                 (settings->format == FORMAT_AUTO && isatty(STDOUT_FILENO) != 0);
    bf_roster_lookup *roster = bf_roster_lookup_open(settings->roster, err);
    bf_arena *arena = bf_arena_new(ANSWER_BYTES);
    bool done = roster && (arena || bf_fail(err, BF_ERR_MEMORY, "roster lookup: no memory")) &&
                ask(roster, &among, arena, &found, err) && print_answer(&found, table, err);
    bf_arena_free(arena);
    bf_roster_lookup_close(roster);
    return done;
}

bf_exit bf_roster_lookup_command(int argc, char **argv)
{
    lookup_settings settings = {0};
    bf_error err = {0};
    int operand;
    bf_options_end end = bf_options_read(&lookup_command, argc, argv, &settings, &operand, &err);
    if (end == BF_OPTIONS_SHOWN)
        return BF_EXIT_DONE;
    if (end == BF_OPTIONS_READ && operand + 1 != argc)
        bf_fail(&err, BF_ERR_USAGE,
                "roster lookup: one name or number, please; a name of two words in quotes (see "
                "bonafide roster lookup --help)");
    if (err.code == BF_OK && bf_roster_option_read(&settings.roster, &err) &&
        settings.roster == NULL)
        bf_fail(&err, BF_ERR_USAGE,
                "roster lookup: which roster? Name its file by --roster or $BONAFIDE_ROSTER");
    if (err.code == BF_OK && look_up(&settings, bf_str_trim(bf_str_of(argv[operand])), &err) &&
        fflush(stdout) != 0)
        bf_fail(&err, BF_ERR_OUTPUT, "standard output: cannot write");
    if (err.code == BF_OK)
        return BF_EXIT_DONE;
    bf_complain(&err);
    return bf_exit_of_error(err.code);
}

/* option.c: the command line. */
#include "cli/option.h"

#include <getopt.h>
#include <string.h>

#include "cli/nearest.h"

enum { MOST_OPTIONS = 64, GROUPS = 4, HELP_VALUE = 256, HELP_COLUMN = 27, HELP_WIDTH = 80 };

static const bf_option *nth_option(const bf_command *command, size_t n)
{
    for (size_t group = 0; group < GROUPS; group++) {
        if (n < command->counts[group])
            return &command->groups[group][n];
        n -= command->counts[group];
    }
    return NULL;
}

/* Reads digits with an optional fraction of up to three digits into thousandths. */
static bool take_thousandths(bf_str text, uint64_t *out)
{
    uint64_t whole, part = 0;
    if (!bf_take_decimal(&text, UINT64_MAX / 1000 - 1, &whole))
        return false;
    if (text.length > 0 && text.bytes[0] == '.') {
        bf_str digits = bf_str_slice(text, 1, 4);
        size_t count = digits.length;
        text = bf_str_after(text, 1 + count);
        if (!bf_take_decimal(&digits, 999, &part) || digits.length > 0)
            return false;
        for (; count < 3; count++)
            part *= 10;
    }
    *out = whole * 1000 + part;
    return text.length == 0;
}

static bool take_bytes(bf_str text, uint64_t *out)
{
    static const char units[] = "KMG";
    unsigned shift = 0;
    if (!bf_take_decimal(&text, UINT64_MAX >> 30, out))
        return false;
    const char *unit = text.length == 1 ? strchr(units, text.bytes[0]) : NULL;
    if (unit != NULL)
        shift = 10 * (unsigned)(unit - units + 1);
    *out <<= shift;
    return text.length == 0 || unit != NULL;
}

static int find_choice(const char *const *choices, bf_str word)
{
    for (int i = 0; choices[i]; i++)
        if (bf_str_equal(bf_str_of(choices[i]), word))
            return i;
    return -1;
}

static bool take_choices(const char *const *choices, bf_str text, unsigned *out)
{
    bf_str word;
    *out = 0;
    while (bf_str_take_part(&text, ',', &word)) {
        int choice = find_choice(choices, word);
        if (choice < 0)
            return false;
        *out |= 1u << choice;
    }
    return *out != 0;
}

/* What a value should have been. */
static const char *kind_words(const bf_option *option)
{
    switch (option->kind) {
    case BF_OPTION_COUNT:
        return "number";
    case BF_OPTION_BYTES:
        return "size like 512K or 16M";
    case BF_OPTION_SECONDS:
        return "time in seconds like 2 or 0.5";
    case BF_OPTION_FLAG:
    case BF_OPTION_TEXT:
    case BF_OPTION_TEXTS:
    case BF_OPTION_CHOICE:
    case BF_OPTION_CHOICES:
        break;
    }
    return option->value;
}

static bool wrong_value(const bf_command *command, const bf_option *option, const char *value,
                        bf_error *err)
{
    char allowed[160] = "";
    for (size_t i = 0; option->choices && option->choices[i]; i++) {
        size_t used = strlen(allowed);
        snprintf(allowed + used, sizeof allowed - used, "%s%s",
                 i ? ", " : "; one of: ", option->choices[i]);
    }
    return bf_fail(err, BF_ERR_USAGE, "%s: --%s: \"%s\" is no %s%s (see bonafide %s --help)",
                   command->name, option->name, value, kind_words(option), allowed, command->name);
}

/* Puts one value in its place; `value` is NULL for a flag. */
static bool put_value(const bf_command *command, const bf_option *option, const char *value,
                      void *settings, bf_error *err)
{
    void *place = (char *)settings + option->at;
    bf_option_texts *texts = place;
    bool right = true;
    if (value && value[0] == '\0') /* as a variable of a script is that was never set */
        return bf_fail(err, BF_ERR_USAGE, "%s: --%s: the value is empty (see bonafide %s --help)",
                       command->name, option->name, command->name);
    switch (option->kind) {
    case BF_OPTION_FLAG:
        *(bool *)place = true;
        break;
    case BF_OPTION_TEXT:
        *(const char **)place = value;
        break;
    case BF_OPTION_TEXTS:
        if (texts->count == BF_OPTION_MOST)
            return bf_fail(err, BF_ERR_USAGE, "%s: --%s: given more than %d times", command->name,
                           option->name, BF_OPTION_MOST);
        texts->items[texts->count++] = value;
        break;
    case BF_OPTION_COUNT: {
        bf_str text = bf_str_of(value);
        right = bf_take_decimal(&text, UINT64_MAX, place) && text.length == 0;
        break;
    }
    case BF_OPTION_BYTES:
        right = take_bytes(bf_str_of(value), place);
        break;
    case BF_OPTION_SECONDS:
        right = take_thousandths(bf_str_of(value), place);
        break;
    case BF_OPTION_CHOICE:
        *(int *)place = find_choice(option->choices, bf_str_of(value));
        right = *(int *)place >= 0;
        break;
    case BF_OPTION_CHOICES:
        right = take_choices(option->choices, bf_str_of(value), place);
        break;
    }
    return right || wrong_value(command, option, value, err);
}

/* getopt's own tables, made from ours; a long option's value is its number. */
typedef struct {
    struct option longs[MOST_OPTIONS + 2];
    char shorts[2 * MOST_OPTIONS + 3];
} getopt_tables;

static void make_tables(const bf_command *command, getopt_tables *tables)
{
    size_t count = 0, letters = 0;
    const bf_option *option;
    tables->shorts[letters++] = ':'; /* tells a missing value from an unknown option */
    for (; (option = nth_option(command, count)) != NULL && count < MOST_OPTIONS; count++) {
        int takes = option->kind == BF_OPTION_FLAG ? no_argument : required_argument;
        tables->longs[count] =
            (struct option){option->name, takes, NULL, HELP_VALUE + 1 + (int)count};
        if (option->letter == 0)
            continue;
        tables->shorts[letters++] = option->letter;
        if (takes == required_argument)
            tables->shorts[letters++] = ':';
    }
    tables->longs[count] = (struct option){"help", no_argument, NULL, HELP_VALUE};
    tables->shorts[letters++] = 'h';
}

/* The option that getopt found; NULL for help and for what is wrong. */
static const bf_option *found_option(const bf_command *command, int found)
{
    const bf_option *option;
    if (found > HELP_VALUE)
        return nth_option(command, (size_t)(found - HELP_VALUE - 1));
    for (size_t i = 0; (option = nth_option(command, i)) != NULL; i++)
        if (option->letter != 0 && option->letter == found)
            return option;
    return NULL;
}

/* How many options the long option `typed` may be short for, and which was perhaps meant. */
static size_t count_meant(const bf_command *command, bf_str typed, bf_nearest *nearest)
{
    size_t count = 0;
    const bf_option *option;
    *nearest = bf_nearest_begin(typed);
    bf_nearest_try(nearest, "help");
    for (size_t i = 0; (option = nth_option(command, i)) != NULL; i++) {
        count += bf_str_starts(bf_str_of(option->name), typed);
        bf_nearest_try(nearest, option->name);
    }
    return count;
}

/* Says what is wrong with the option that getopt refused; `word` is the last one it read, which of
 * letters behind one dash may not be the one meant: optopt is. */
static void tell_wrong_option(const bf_command *command, int found, const char *word, bf_error *err)
{
    const bf_option *known = found_option(command, optopt);
    const char *name = known ? known->name : "help";
    bf_nearest nearest = {0};
    if (found == ':' || optopt >= HELP_VALUE) {
        bf_fail(err, BF_ERR_USAGE, "%s: --%s: %s (see bonafide %s --help)", command->name, name,
                found == ':' ? "the value is missing" : "takes no value", command->name);
        return;
    }
    if (optopt != 0) {
        bf_fail(err, BF_ERR_USAGE, "%s: -%c: unknown option (see bonafide %s --help)",
                command->name, optopt, command->name);
        return;
    }
    bf_str typed = bf_str_after(bf_str_of(word), 2);
    typed = bf_str_slice(typed, 0, bf_str_find(typed, BF_STR("="), 0));
    bool ambiguous = count_meant(command, typed, &nearest) > 1;
    bf_fail(err, BF_ERR_USAGE, "%s: --%.*s: %s%s%s%s (see bonafide %s --help)", command->name,
            BF_STR_ARG(typed), ambiguous ? "may be one of several options" : "unknown option",
            nearest.word ? ", did you mean --" : "", nearest.word ? nearest.word : "",
            nearest.word ? "?" : "", command->name);
}

bf_options_end bf_options_read(const bf_command *command, int argc, char **argv, void *settings,
                               int *operands, bf_error *err)
{
    getopt_tables tables = {0};
    int found;
    make_tables(command, &tables);
    opterr = 0; /* the words are ours */
    optind = 0; /* GNU: begin anew, also within one process */
    while ((found = getopt_long(argc, argv, tables.shorts, tables.longs, NULL)) != -1) {
        const bf_option *option = found_option(command, found);
        if (found == 'h' || found == HELP_VALUE) {
            bf_options_help(command, stdout);
            return BF_OPTIONS_SHOWN;
        }
        if (found == ':' || found == '?') {
            tell_wrong_option(command, found, argv[optind - 1], err);
            return BF_OPTIONS_WRONG;
        }
        if (!put_value(command, option, optarg, settings, err))
            return BF_OPTIONS_WRONG;
    }
    *operands = optind;
    return BF_OPTIONS_READ;
}

/* Prints what an option does from HELP_COLUMN on, where the cursor is at `column`, in lines that
 * end before HELP_WIDTH. */
static void help_words(const char *help, int column, FILE *out)
{
    bf_str rest = bf_str_of(help), word;
    bool begun = false;
    while (bf_str_take_part(&rest, ' ', &word)) {
        if (begun ? column + 1 + (int)word.length > HELP_WIDTH : column >= HELP_COLUMN - 1) {
            fputc('\n', out);
            column = 0;
        }
        int gap = column < HELP_COLUMN ? HELP_COLUMN - column : 1;
        fprintf(out, "%*s%.*s", gap, "", BF_STR_ARG(word));
        column += gap + (int)word.length;
        begun = true;
    }
    fputc('\n', out);
}

static void help_line(const bf_option *option, FILE *out)
{
    char form[64];
    int width =
        snprintf(form, sizeof form, "  %c%c%s--%s%s%s", option->letter ? '-' : ' ',
                 option->letter ? option->letter : ' ', option->letter ? ", " : "  ", option->name,
                 option->value ? "=" : "", option->value ? option->value : "");
    fputs(form, out);
    help_words(option->help, width, out);
}

void bf_options_help(const bf_command *command, FILE *out)
{
    static const bf_option help = {"help", 'h', BF_OPTION_FLAG, 0, NULL, "show this help", NULL};
    const bf_option *option;
    fprintf(out, "Usage: bonafide %s %s\n\n%s\n\nOptions:\n", command->name, command->synopsis,
            command->about);
    for (size_t i = 0; (option = nth_option(command, i)) != NULL; i++)
        help_line(option, out);
    help_line(&help, out);
    if (command->examples)
        fprintf(out, "\n%s\n", command->examples);
    if (command->exits)
        fprintf(out, "\n%s\n", command->exits);
}

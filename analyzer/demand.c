/* demand.c: what an expression demands of a text. Each function takes what it reads off `rest`, and
 * tells what is known of it; what it does not know ends the reading, and nothing is demanded. */
#include "analyzer/demand.h"

#include <string.h>

#include "common/utf8.h"

enum { MOST_DEPTH = 100, MOST_MEMBERS = 16 };

/* What reading needs. */
typedef struct {
    bf_str rest;
    bf_demand_view view;
    bf_arena *arena;
    bool any_case; /* (?i) holds here */
    unsigned depth;
    bool lost;      /* something here is not known: nothing is sure */
    bool no_memory; /* ends it too */
} reading;

static bool lose(reading *job)
{
    job->lost = true;
    return false;
}

static bool take_text(reading *job, const char *text)
{
    bf_str wanted = bf_str_of(text);
    if (!bf_str_starts(job->rest, wanted))
        return false;
    job->rest = bf_str_after(job->rest, wanted.length);
    return true;
}

/* Makes `made`, what a function of literal.h gave, the answer. */
static bool answer(reading *job, bool made)
{
    job->no_memory = job->no_memory || !made;
    return made;
}

static bool is_blank(uint32_t c)
{
    return c == ' ' || c == '-' || (c >= '\t' && c <= '\r');
}

static bool is_word(uint32_t c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c >= 0x80;
}

/* The byte of a literal for a character of ASCII. */
static char as_read(const reading *job, char c)
{
    if (is_blank((unsigned char)c))
        return ' ';
    return job->any_case && c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* Adds one character as an alternative. In either case some beyond ASCII have more than two forms.
 */
static bool add_character(reading *job, uint32_t c, bf_literal_part *part)
{
    char bytes[BF_UTF8_MOST];
    size_t length = 1;
    if (c < 0x80)
        bytes[0] = as_read(job, (char)c);
    else
        length = bf_utf8_write(c, bytes);
    return answer(job, bf_literal_add(job->arena, part, bytes, length, job->any_case));
}

static bool tell_character(reading *job, uint32_t c, bf_literal_part *out)
{
    *out = (bf_literal_part){.before_count = 0};
    if (job->any_case && c >= 0x80)
        return answer(job, bf_literal_unknown(job->arena, false, out));
    return add_character(job, c, out);
}

static bool tell_blank(reading *job, bf_literal_part *out)
{
    *out = (bf_literal_part){.before_count = 0};
    return answer(job, bf_literal_add(job->arena, out, " ", 1, false));
}

/* \d: a digit of ASCII, or the first byte of one beyond (Unicode 15, category Nd). */
static bool tell_digit(reading *job, bf_literal_part *out)
{
    static const char leads[] = "\xD9\xDB\xDF\xE0\xE1\xEA\xEF\xF0";
    *out = (bf_literal_part){.before_count = 0};
    for (char c = '0'; c <= '9'; c++)
        if (!add_character(job, (uint32_t)c, out))
            return false;
    for (size_t i = 0; leads[i] != '\0'; i++) {
        if (!answer(job, bf_literal_add(job->arena, out, &leads[i], 1, false)))
            return false;
        out->now.items[out->now.count - 1].open_right = true;
    }
    return true;
}

/* What stands behind a backslash. */
typedef enum {
    ESCAPE_CHARACTER, /* itself */
    ESCAPE_EDGE,      /* \b */
    ESCAPE_PLACE,     /* matches no character, and says nothing of those beside it */
    ESCAPE_BLANK,     /* \s, \h: white space */
    ESCAPE_DIGIT,
    ESCAPE_WORD,
    ESCAPE_NO_WORD,
    ESCAPE_ANY, /* one character or more, or what a group had matched */
    ESCAPE_LOST
} escape;

/* Takes \p{…} and the like past its letter. */
static escape take_property(reading *job)
{
    size_t end = bf_str_find(job->rest, BF_STR("}"), 0);
    if (!bf_str_starts(job->rest, BF_STR("{"))) /* \pL */
        end = 0;
    if (end == SIZE_MAX || job->rest.length == 0)
        return ESCAPE_LOST;
    job->rest = bf_str_after(job->rest, end + 1);
    return ESCAPE_ANY;
}

/* \x41 or \x{41}. */
static escape take_hex(reading *job, uint32_t *c)
{
    bool braced = take_text(job, "{");
    size_t digits = 0, most = braced ? 6 : 2;
    for (*c = 0; digits < most && job->rest.length > 0; digits++) {
        char digit = job->rest.bytes[0];
        const char *known = "0123456789abcdef";
        const char *place = digit == '\0' ? NULL : strchr(known, digit | (digit > '9' ? 0x20 : 0));
        if (place == NULL)
            break;
        *c = *c * 16 + (uint32_t)(place - known);
        job->rest = bf_str_after(job->rest, 1);
    }
    return digits == 0 || *c == 0 || *c > 0x10FFFF || (braced && !take_text(job, "}"))
               ? ESCAPE_LOST
               : ESCAPE_CHARACTER;
}

/* Takes what stands behind a backslash; `*c` is the character where it is one. */
static escape take_escape(reading *job, uint32_t *c)
{
    if (job->rest.length == 0 || !bf_utf8_take(&job->rest, c))
        return ESCAPE_LOST;
    if (*c >= 0x80 || !is_word(*c) || *c == '_')
        return *c == '_' ? ESCAPE_LOST : ESCAPE_CHARACTER;
    switch (*c) {
    case 'n':
    case 't':
    case 'r':
    case 'f':
        *c = ' '; /* read as a blank anyway */
        return ESCAPE_CHARACTER;
    case 'x':
        return take_hex(job, c);
    case 'b':
        return ESCAPE_EDGE;
    case 'B':
    case 'A':
    case 'z':
    case 'Z':
        return ESCAPE_PLACE;
    case 's':
    case 'h':
        return ESCAPE_BLANK;
    case 'd':
        return ESCAPE_DIGIT;
    case 'w':
        return ESCAPE_WORD;
    case 'W':
        return ESCAPE_NO_WORD;
    case 'p':
    case 'P':
        return take_property(job);
    case 'S':
    case 'H':
    case 'D':
    case 'N':
    case 'R':
    case 'v':
    case 'V':
    case 'X':
        return ESCAPE_ANY;
    default:
        return ESCAPE_LOST;
    }
}

static bool tell_escape(reading *job, bf_literal_part *out)
{
    uint32_t c;
    switch (take_escape(job, &c)) {
    case ESCAPE_CHARACTER:
        return tell_character(job, c, out);
    case ESCAPE_EDGE:
        return answer(job, bf_literal_empty(job->arena, true, out));
    case ESCAPE_PLACE:
        return answer(job, bf_literal_empty(job->arena, false, out));
    case ESCAPE_BLANK:
        return job->view == BF_DEMAND_FOLDED
                   ? tell_blank(job, out)
                   : answer(job, bf_literal_unknown(job->arena, true, out));
    case ESCAPE_DIGIT:
        return tell_digit(job, out);
    case ESCAPE_NO_WORD:
        return answer(job, bf_literal_unknown(job->arena, true, out));
    case ESCAPE_WORD:
    case ESCAPE_ANY:
        return answer(job, bf_literal_unknown(job->arena, false, out));
    case ESCAPE_LOST:
        break;
    }
    return lose(job);
}

/* The members of [ ]. */
typedef struct {
    bf_literal_part characters;
    bool negated;
    bool words;    /* \w is a member */
    bool a_word;   /* some member may be a letter, a digit or _ */
    bool unknown;  /* some members are not among `characters` */
    bool anything; /* the last was no single character: a range cannot begin with it */
    uint32_t last;
} members;

static bool add_member(reading *job, members *all, uint32_t c)
{
    all->a_word = all->a_word || is_word(c);
    all->anything = false;
    all->last = c;
    if (all->characters.now.count >= MOST_MEMBERS || (job->any_case && c >= 0x80))
        all->unknown = true;
    return all->unknown || add_character(job, c, &all->characters);
}

/* Adds what stands between `all->last` and `end`. */
static bool add_range(reading *job, members *all, uint32_t end)
{
    uint32_t begin = all->last;
    if (end < begin)
        return lose(job);
    if (end - begin > MOST_MEMBERS) {
        all->unknown = true;
        all->a_word = true;
        return true;
    }
    for (uint32_t c = begin + 1; c <= end; c++)
        if (!add_member(job, all, c))
            return false;
    return true;
}

static bool add_escaped(reading *job, members *all)
{
    uint32_t c;
    escape what = take_escape(job, &c);
    if (what == ESCAPE_CHARACTER)
        return add_member(job, all, c);
    all->anything = true;
    if (what == ESCAPE_BLANK && job->view == BF_DEMAND_FOLDED)
        return add_character(job, ' ', &all->characters);
    if (what == ESCAPE_LOST || what == ESCAPE_EDGE || what == ESCAPE_PLACE)
        return lose(job);
    all->words = all->words || what == ESCAPE_WORD;
    all->a_word = all->a_word || (what != ESCAPE_BLANK && what != ESCAPE_NO_WORD);
    all->unknown = true;
    return true;
}

/* Takes one member or range; `first`: a bracket that closes is a member. */
static bool take_member(reading *job, members *all)
{
    uint32_t c;
    if (bf_str_starts(job->rest, BF_STR("[:")) || bf_str_starts(job->rest, BF_STR("[.")) ||
        bf_str_starts(job->rest, BF_STR("[=")))
        return lose(job);
    if (take_text(job, "\\"))
        return add_escaped(job, all);
    if (!bf_utf8_take(&job->rest, &c))
        return lose(job);
    return add_member(job, all, c);
}

static bool take_members(reading *job, members *all)
{
    all->negated = take_text(job, "^");
    bool first = true;
    while (first || !take_text(job, "]")) {
        first = false;
        if (job->rest.length == 0 || !take_member(job, all))
            return job->rest.length == 0 ? lose(job) : false;
        if (all->anything || job->rest.length < 2 || job->rest.bytes[0] != '-' ||
            job->rest.bytes[1] == ']')
            continue;
        uint32_t end, begin = all->last;
        job->rest = bf_str_after(job->rest, 1);
        bool escaped = take_text(job, "\\");
        if (escaped ? take_escape(job, &end) != ESCAPE_CHARACTER
                    : job->rest.bytes[0] == '[' || !bf_utf8_take(&job->rest, &end))
            return lose(job);
        all->last = begin;
        if (!add_range(job, all, end))
            return false;
    }
    return true;
}

/* [abc], [^abc], behind the bracket. Blanks of several kinds are one. */
static bool tell_class(reading *job, bf_literal_part *out)
{
    members all = {.anything = true};
    if (!take_members(job, &all))
        return false;
    if (!all.negated && !all.unknown) {
        size_t kept = 0;
        bf_literal_set *set = &all.characters.now;
        bool blank = false;
        for (size_t i = 0; i < set->count; i++) {
            bool another = set->items[i].bytes[0] == ' ';
            if (!(another && blank))
                set->items[kept++] = set->items[i];
            blank = blank || another;
        }
        set->count = kept;
        *out = all.characters;
        return true;
    }
    bool edge = all.negated ? all.words : !all.a_word;
    return answer(job, bf_literal_unknown(job->arena, edge, out));
}

static bool tell_alternatives(reading *job, bf_literal_part *out);

/* What stands in a group, up to the bracket that closes it. (?i) in it ends with it. */
static bool tell_inside(reading *job, bool any_case, bf_literal_part *out)
{
    bool outside = job->any_case;
    if (job->depth++ == MOST_DEPTH)
        return lose(job);
    job->any_case = any_case;
    bool told = tell_alternatives(job, out) && (take_text(job, ")") || lose(job));
    job->any_case = outside;
    job->depth--;
    return told;
}

/* Takes the name of a group, up to `end`. */
static bool take_name(reading *job, const char *end)
{
    size_t at = bf_str_find(job->rest, bf_str_of(end), 0);
    if (at == SIZE_MAX)
        return lose(job);
    job->rest = bf_str_after(job->rest, at + 1);
    return true;
}

/* Takes the letters of (?i: or (?i-s), up to : or ). */
static bool take_options(reading *job, bool *any_case)
{
    bool on = true;
    for (; job->rest.length > 0; job->rest = bf_str_after(job->rest, 1)) {
        char c = job->rest.bytes[0];
        if (c == ':' || c == ')')
            return true;
        if (c == 'i')
            *any_case = on;
        else if (c == '-')
            on = false;
        else if (c != 'm' && c != 's' && c != 'U')
            break;
    }
    return lose(job);
}

/* What looks around: it matches no character itself. One that says `end_of_word` is the edge of
 * one. */
static bool tell_look(reading *job, const char *end_of_word, bf_literal_part *out)
{
    bf_literal_part inside;
    bool edge = take_text(job, end_of_word);
    return (edge || tell_inside(job, job->any_case, &inside)) &&
           answer(job, bf_literal_empty(job->arena, edge, out));
}

/* What stands behind a bracket that opens. */
static bool tell_group(reading *job, bf_literal_part *out)
{
    bool any_case = job->any_case;
    if (!bf_str_starts(job->rest, BF_STR("?")))
        return bf_str_starts(job->rest, BF_STR("*")) ? lose(job) : tell_inside(job, any_case, out);
    if (take_text(job, "?="))
        return tell_look(job, "\\W|$)", out);
    if (take_text(job, "?!") || take_text(job, "?<!"))
        return tell_look(job, "\\w)", out);
    if (take_text(job, "?<="))
        return tell_look(job, "\\W)", out);
    if (take_text(job, "?>") || take_text(job, "?|"))
        return tell_inside(job, any_case, out);
    if (take_text(job, "?<") || take_text(job, "?P<"))
        return take_name(job, ">") && tell_inside(job, any_case, out);
    job->rest = bf_str_after(job->rest, 1);
    if (!take_options(job, &any_case))
        return false;
    if (take_text(job, ":"))
        return tell_inside(job, any_case, out);
    job->rest = bf_str_after(job->rest, 1);
    job->any_case = any_case; /* until the group around ends */
    return answer(job, bf_literal_empty(job->arena, false, out));
}

static bool stands_for_itself(char c)
{
    return (unsigned char)c < 0x80 && c != '\0' && strchr("\\[](){}.^$*+?|", c) == NULL;
}

/* How many bytes from here on stand for themselves, once each. */
static size_t run_length(bf_str rest)
{
    size_t length = 0;
    while (length < BF_LITERAL_BYTES && length < rest.length &&
           stands_for_itself(rest.bytes[length]))
        length++;
    if (length > 0 && length < rest.length && strchr("*+?{", rest.bytes[length]) != NULL)
        length--;
    return length;
}

/* Characters one behind the other: most of what words are. */
static bool tell_run(reading *job, size_t length, bf_literal_part *out)
{
    char bytes[BF_LITERAL_BYTES];
    size_t kept = 0;
    for (size_t i = 0; i < length; i++) {
        char c = as_read(job, job->rest.bytes[i]);
        if (c != ' ' || kept == 0 || bytes[kept - 1] != ' ')
            bytes[kept++] = c;
    }
    job->rest = bf_str_after(job->rest, length);
    *out = (bf_literal_part){.before_count = 0};
    return answer(job, bf_literal_add(job->arena, out, bytes, kept, job->any_case));
}

/* One character, class, group or place, or several characters. */
static bool tell_one(reading *job, bf_literal_part *out)
{
    uint32_t c;
    size_t length = run_length(job->rest);
    if (length > 1)
        return tell_run(job, length, out);
    if (!bf_utf8_take(&job->rest, &c))
        return lose(job);
    switch (c) {
    case '\\':
        return tell_escape(job, out);
    case '[':
        return tell_class(job, out);
    case '(':
        return tell_group(job, out);
    case '.':
        return answer(job, bf_literal_unknown(job->arena, false, out));
    case '^':
    case '$': /* no letter stands beyond it */
        return answer(job, bf_literal_empty(job->arena, true, out));
    case '*':
    case '+':
    case '?':
        return lose(job);
    default:
        return tell_character(job, c, out);
    }
}

/* Takes {2,3} and the like. What looks so and is none stands for itself. */
static bool take_counts(reading *job, uint64_t *least, uint64_t *most)
{
    enum { GREATEST = 65535 };
    bf_str rest = bf_str_after(job->rest, 1);
    if (!bf_str_starts(job->rest, BF_STR("{")) || !bf_take_decimal(&rest, GREATEST, least))
        return false;
    *most = *least;
    if (bf_str_starts(rest, BF_STR(","))) {
        rest = bf_str_after(rest, 1);
        if (!bf_take_decimal(&rest, GREATEST, most))
            *most = UINT64_MAX;
    }
    if (!bf_str_starts(rest, BF_STR("}")))
        return false;
    job->rest = bf_str_after(rest, 1);
    return true;
}

/* Takes what says how often `part` may stand there. */
static bool take_quantifier(reading *job, bf_literal_part *part)
{
    uint64_t least = 1, most = 1;
    if (take_text(job, "?"))
        least = 0;
    else if (take_text(job, "*"))
        least = 0, most = UINT64_MAX;
    else if (take_text(job, "+"))
        most = UINT64_MAX;
    else if (bf_str_starts(job->rest, BF_STR("{,")))
        return lose(job); /* counts for some versions of PCRE2, and a text for others */
    else if (!take_counts(job, &least, &most))
        return true;
    if (!take_text(job, "?")) /* how hard it tries changes nothing */
        take_text(job, "+");
    if (bf_str_starts(job->rest, BF_STR("{"))) /* another one, or a brace */
        return lose(job);
    return answer(job, bf_literal_repeat(job->arena, part, least, most));
}

/* What stands one behind the other, up to | or ) or the end. */
static bool tell_sequence(reading *job, bf_literal_part *out)
{
    if (!answer(job, bf_literal_empty(job->arena, false, out)))
        return false;
    while (job->rest.length > 0 && job->rest.bytes[0] != '|' && job->rest.bytes[0] != ')') {
        bf_literal_part next;
        if (!tell_one(job, &next) || !take_quantifier(job, &next) ||
            !answer(job, bf_literal_join(job->arena, out, &next)))
            return false;
    }
    return true;
}

static bool tell_alternatives(reading *job, bf_literal_part *out)
{
    if (!tell_sequence(job, out))
        return false;
    while (take_text(job, "|")) {
        bf_literal_part other;
        if (!tell_sequence(job, &other) || !answer(job, bf_literal_unite(job->arena, out, &other)))
            return false;
    }
    return true;
}

static void put_rarest_first(bf_demand *demand)
{
    for (size_t i = 1; i < demand->count; i++)
        for (size_t k = i; k > 0 && bf_literal_frequency(&demand->groups[k]) <
                                        bf_literal_frequency(&demand->groups[k - 1]);
             k--) {
            bf_literal_set moved = demand->groups[k];
            demand->groups[k] = demand->groups[k - 1];
            demand->groups[k - 1] = moved;
        }
}

bool bf_demand_read(bf_str expression, bf_demand_view view, bf_arena *arena, bf_demand *out)
{
    reading job = {.rest = expression, .view = view, .arena = arena};
    bf_literal_part whole;
    *out = (bf_demand){.count = 0};
    if (!tell_alternatives(&job, &whole) || job.rest.length > 0)
        return !job.no_memory;
    for (size_t i = 0; i < whole.before_count; i++)
        out->groups[out->count++] = whole.before[i];
    bool says = true;
    for (size_t i = 0; i < whole.now.count; i++)
        says = says && whole.now.items[i].length > 0;
    if (says)
        out->groups[out->count++] = whole.now;
    put_rarest_first(out);
    return true;
}

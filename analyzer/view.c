/* view.c: the matching views of a text beside N. */
#include "analyzer/view.h"

#include <assert.h>

#include "analyzer/accent.h"
#include "analyzer/leet.h"
#include "analyzer/letter.h"
#include "analyzer/lookalike.h"
#include "analyzer/spaced.h"

enum { MOST_READ_AGAIN = 1024 * 1024 /* bytes: six views of more would take a page's memory */ };

/* What one quick pass over a text says of the views that it may have. */
typedef struct {
    bool foreign; /* a character that is not ASCII */
    bool leet;    /* a digit or sign beside a letter */
    bool spaced;  /* three single letters, or one letter three times */
} signs;

typedef struct {
    const bf_folded *folded;
    bf_str shown;
    bf_arena *arena;
    signs has;
    bf_view *items;
    size_t count;
    bool ambiguous, failed;
} making;

const char *bf_view_name(bf_view_kind kind)
{
    static const char *const names[] = {"A", "F", "L", "S", "L again", "S again"};
    static_assert(sizeof names / sizeof *names == BF_VIEW_COUNT, "each view has a name");
    return names[kind];
}

typedef enum { BETWEEN, LETTER, DIGIT, FOREIGN } byte_class;

static byte_class class_of(unsigned char c)
{
    if (c >= 'a' && c <= 'z')
        return LETTER;
    if (c >= 0x80)
        return FOREIGN;
    return c > ' ' && bf_letter_leet(c, BF_LETTER_INSIDE) ? DIGIT : BETWEEN;
}

static void class_bytes(byte_class classes[256])
{
    for (unsigned c = 0; c < 256; c++)
        classes[c] = class_of((unsigned char)c);
}

/* Looks for what a view might undo: it may say more than there is, and never less. */
static signs look(bf_str text)
{
    enum { ENOUGH = 3 };
    signs has = {0};
    byte_class classes[256], before = BETWEEN;
    size_t word = 0, singles = 0, same = 0; /* its length; single letters, equal ones in a row */
    class_bytes(classes);
    for (size_t i = 0; i < text.length; i++) {
        unsigned char c = (unsigned char)text.bytes[i];
        byte_class now = classes[c];
        has.leet = has.leet || (now + before == LETTER + DIGIT && now != before);
        has.foreign = has.foreign || now == FOREIGN;
        same = now == LETTER && i > 0 && (unsigned char)text.bytes[i - 1] == c ? same + 1 : 1;
        word = now == LETTER || now == DIGIT ? word + 1 : 0;
        if (word == 1)
            singles++;
        else if (word > 1)
            singles = 0;
        has.spaced = has.spaced || (same >= ENOUGH && now == LETTER) || singles >= ENOUGH;
        before = now;
    }
    return has;
}

/* Takes what `edit` made, as view `kind`, and goes on from it. */
static void keep(making *job, bf_view_kind kind, bf_edit *edit, bf_edit_text *text)
{
    job->ambiguous = job->ambiguous || edit->ambiguous;
    if (bf_edit_end(edit, text))
        job->items[job->count++] = (bf_view){kind, *text};
    job->failed = job->failed || edit->failed;
}

static bf_edit begin(const making *job, const bf_edit_text *text)
{
    return bf_edit_begin(*text, job->folded, job->shown, job->arena);
}

static void make_letters(making *job, bf_edit_text *text)
{
    if (!job->has.foreign)
        return;
    bf_edit edit = begin(job, text);
    bf_accent_undo(&edit);
    keep(job, BF_VIEW_ACCENTS, &edit, text);
    edit = begin(job, text);
    bf_lookalike_undo(&edit);
    keep(job, BF_VIEW_LOOKALIKES, &edit, text);
}

static void make_leet(making *job, bf_edit_text *text, bool again)
{
    if (!job->has.leet && !job->has.foreign)
        return;
    bf_edit edit = begin(job, text);
    bf_leet_undo(&edit, again);
    keep(job, again ? BF_VIEW_LEET_AGAIN : BF_VIEW_LEET, &edit, text);
}

static void make_spaced(making *job, bf_edit_text *text, bool again)
{
    if (!job->has.spaced && !job->has.foreign && !job->has.leet)
        return;
    bf_edit joining = begin(job, text);
    bf_edit_text joined = *text;
    bf_spaced_join(&joining, again);
    bool any = bf_edit_end(&joining, &joined);
    bf_edit squeezing = begin(job, &joined);
    bf_spaced_squeeze(&squeezing, again);
    any = bf_edit_end(&squeezing, &joined) || any;
    job->ambiguous = job->ambiguous || joining.ambiguous || squeezing.ambiguous;
    job->failed = job->failed || joining.failed || squeezing.failed;
    if (!any || job->failed)
        return;
    *text = joined;
    job->items[job->count++] = (bf_view){again ? BF_VIEW_SPACED_AGAIN : BF_VIEW_SPACED, joined};
}

/* Makes the other readings, and leaves out those that are not. */
static void make_again(making *job, bf_edit_text text)
{
    size_t count = job->count, first = job->count;
    make_leet(job, &text, true);
    make_spaced(job, &text, true);
    for (size_t i = first; i < job->count; i++) {
        bool new = true;
        for (size_t k = 0; k < first; k++)
            new = new && !bf_str_equal(job->items[k].text.text, job->items[i].text.text);
        if (new)
            job->items[count++] = job->items[i];
    }
    job->count = count;
}

bool bf_views_make(const bf_folded *folded, bf_str shown, bf_arena *arena, bf_views *out,
                   bf_error *err)
{
    making job = {.folded = folded, .shown = shown, .arena = arena, .has = look(folded->text)};
    bf_edit_text text = {.text = folded->text};
    *out = (bf_views){0};
    if (!job.has.foreign && !job.has.leet && !job.has.spaced)
        return true;
    job.items = bf_arena_take(arena, BF_VIEW_COUNT, sizeof *job.items);
    job.failed = job.items == NULL;
    if (!job.failed) {
        make_letters(&job, &text);
        bf_edit_text letters = text;
        make_leet(&job, &text, false);
        make_spaced(&job, &text, false);
        if (job.ambiguous && shown.length <= MOST_READ_AGAIN)
            make_again(&job, letters);
    }
    if (job.failed)
        return bf_fail(err, BF_ERR_MEMORY, "view: no memory for %zu bytes", shown.length);
    *out = (bf_views){job.items, job.count};
    return true;
}

unsigned bf_view_undone(const bf_view *view, size_t begin, size_t end)
{
    unsigned undone = 0;
    for (size_t i = begin; i < end; i++)
        undone |= view->text.undone[i];
    return undone;
}

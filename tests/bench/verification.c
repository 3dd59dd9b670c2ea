/* verification.c: what a roster costs: one look-up in it, and an analysis with it against one
 * without. Reads framed pages (frames.h) from standard input.
 *
 *     bench_verification RULES ROSTER
 *
 * Look-ups are of people and numbers from all over the roster, asked once before they are timed.
 * The analyses are made in turns, all pages without and then with the roster. */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "analyzer/roster_lookup.h"
#include "bonafide/analysis.h"
#include "common/time.h"
#include "tests/bench/frames.h"

enum { SAMPLES = 4000, PAGES = 2000, ROUNDS = 9, ARENA = 256 * 1024 * 1024 };

typedef struct {
    bf_person_name name;
    char number[32];
} sample;

typedef struct {
    bf_str items[PAGES];
    size_t count;
} pages;

static int by_size(const void *a, const void *b)
{
    int64_t first = *(const int64_t *)a, second = *(const int64_t *)b;
    return (first > second) - (first < second);
}

/* Processor time of this process in microseconds: others may be at work beside it. */
static int64_t cpu_us(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static void must(bool holds, const bf_error *err)
{
    if (holds)
        return;
    fprintf(stderr, "bench_verification: %s\n", err->message);
    exit(1);
}

static bf_str text_at(sqlite3_stmt *row, int at)
{
    return bf_str_of((const char *)sqlite3_column_text(row, at));
}

/* Takes people from all over the roster, in an order that is not its own. */
static size_t take_samples(const char *path, sample *out, bf_error *err)
{
    sqlite3 *file = bf_roster_open(path, err);
    sqlite3_stmt *row = NULL;
    size_t count = 0;
    must(file != NULL, err);
    if (sqlite3_prepare_v2(file,
                           "SELECT surname, given, middle, number FROM entry WHERE id % (1 + "
                           "(SELECT max(id) FROM entry) / 4000) = 0 AND surname IS NOT NULL "
                           "ORDER BY id * 7919 % 1000003",
                           -1, &row, NULL) == SQLITE_OK)
        while (count < SAMPLES && sqlite3_step(row) == SQLITE_ROW) {
            const bf_person_parts parts = {text_at(row, 0), text_at(row, 1), text_at(row, 2), {0}};
            snprintf(out[count].number, sizeof out[count].number, "%.*s",
                     BF_STR_ARG(text_at(row, 3)));
            count += bf_person_name_join(&parts, &out[count].name);
        }
    sqlite3_finalize(row);
    sqlite3_close(file);
    return count;
}

static void look_up(bf_roster_lookup *roster, const sample *of, bool by_name, bf_arena *arena)
{
    const bf_roster_among all = {0};
    bf_roster_rows rows;
    bf_error err = {0};
    bool done =
        by_name ? bf_roster_lookup_name(roster, &of->name, &all, arena, &rows, &err)
                : bf_roster_lookup_number(roster, bf_str_of(of->number), &all, arena, &rows, &err);
    must(done, &err);
    bf_arena_reset(arena);
}

static void time_look_ups(bf_roster_lookup *roster, const sample *samples, size_t count,
                          bool by_name, bf_arena *arena)
{
    static int64_t took[SAMPLES];
    int64_t whole = 0;
    for (size_t i = 0; i < count; i++)
        look_up(roster, &samples[i], by_name, arena);
    for (size_t i = 0; i < count; i++) {
        int64_t began = bf_time_monotonic_us();
        look_up(roster, &samples[i], by_name, arena);
        took[i] = bf_time_monotonic_us() - began;
        whole += took[i];
    }
    qsort(took, count, sizeof *took, by_size);
    printf("%-8s %6zu look-ups: mean %5.1f us, median %3d us, 99 of 100 within %3d us\n",
           by_name ? "name" : "number", count, (double)whole / (double)count, (int)took[count / 2],
           (int)took[count * 99 / 100]);
}

static void read_pages(pages *out, bf_error *err)
{
    static char bytes[FRAME_MOST];
    size_t length;
    while (out->count < PAGES && frame_read(bytes, &length) == FRAME_PAGE) {
        char *kept = malloc(length);
        must(kept != NULL || bf_fail(err, BF_ERR_MEMORY, "no memory"), err);
        memcpy(kept, bytes, length);
        out->items[out->count++] = (bf_str){kept, length};
    }
}

static bool count_checked(const bf_report_line *line, void *user)
{
    size_t *counts = user;
    counts[0]++;
    for (size_t at = 0;
         (at = bf_str_find(line->json, BF_STR("\"matched_on\":[\""), at)) != SIZE_MAX; at++)
        counts[1]++;
    return true;
}

static int64_t analyze(const pages *from, const bf_rules *rules, bf_roster_lookup *roster,
                       bf_arena *arena, size_t counts[2])
{
    const bf_page_limits limits = {.lean = true};
    const bf_analysis_settings settings = {.roster = roster};
    bf_error err = {0};
    bf_page page;
    int64_t began = cpu_us();
    counts[0] = counts[1] = 0;
    for (size_t i = 0; i < from->count; i++) {
        must(bf_page_from_html(from->items[i], BF_STR("https://site.example/"), &limits, arena,
                               &page, &err) &&
                 bf_analyze(&page, rules, &settings, arena, count_checked, counts, &err),
             &err);
        bf_arena_reset(arena);
    }
    return cpu_us() - began;
}

static void time_analyses(const pages *from, const bf_rules *rules, bf_roster_lookup *roster,
                          bf_arena *arena)
{
    int64_t without[ROUNDS], with[ROUNDS], ratio[ROUNDS];
    size_t counts[2];
    analyze(from, rules, roster, arena, counts);
    for (size_t i = 0; i < ROUNDS; i++) {
        without[i] = analyze(from, rules, NULL, arena, counts);
        with[i] = analyze(from, rules, roster, arena, counts);
        ratio[i] = with[i] * 10000 / without[i];
    }
    qsort(without, ROUNDS, sizeof *without, by_size);
    qsort(with, ROUNDS, sizeof *with, by_size);
    qsort(ratio, ROUNDS, sizeof *ratio, by_size);
    printf("analysis of %zu pages, %zu listings, %zu entries named: without %.1f ms, with %.1f ms, "
           "ratio %.4f (least %.4f, most %.4f)\n",
           from->count, counts[0], counts[1], (double)without[ROUNDS / 2] / 1000,
           (double)with[ROUNDS / 2] / 1000, (double)ratio[ROUNDS / 2] / 10000,
           (double)ratio[0] / 10000, (double)ratio[ROUNDS - 1] / 10000);
}

int main(int count, char **arguments)
{
    static sample samples[SAMPLES];
    static pages from;
    bf_error err = {0};
    if (count != 3)
        return 2;
    size_t sampled = take_samples(arguments[2], samples, &err);
    bf_roster_lookup *roster = bf_roster_lookup_open(arguments[2], &err);
    bf_arena *arena = bf_arena_new(ARENA);
    bf_rules *rules = bf_rules_load(arguments[1], NULL, NULL, NULL, &err);
    must(roster && arena && rules, &err);
    time_look_ups(roster, samples, sampled, true, arena);
    time_look_ups(roster, samples, sampled, false, arena);
    read_pages(&from, &err);
    if (from.count > 0)
        time_analyses(&from, rules, roster, arena);
    bf_rules_free(rules);
    bf_arena_free(arena);
    bf_roster_lookup_close(roster);
    return 0;
}

/* analysis.c: how long a whole analysis takes, without what stands around it (processes, WARC).
 * Reads framed pages (frames.h) from standard input, each from bytes to report lines, and prints
 * how many pages and lines there were.
 *
 *     bench_analysis RULES         the pages
 *     bench_analysis RULES --load  loads the rules alone
 */
#include <stdlib.h>
#include <string.h>

#include "bonafide/analysis.h"
#include "tests/bench/frames.h"

static bool count_line(const bf_report_line *line, void *user)
{
    *(unsigned long *)user += line->json.length > 0;
    return true;
}

int main(int count, char **arguments)
{
    const bf_page_limits limits = {.lean = true};
    const bf_analysis_settings settings = {0};
    bf_error err = {0};
    bf_rules *rules = bf_rules_load(count > 1 ? arguments[1] : "rules", NULL, NULL, NULL, &err);
    bf_arena *arena = bf_arena_new(256 * 1024 * 1024);
    char *bytes = malloc(FRAME_MOST);
    bf_page page;
    unsigned long pages = 0, lines = 0;
    size_t length = 0;
    frame_next next = FRAME_BAD;
    if (rules && count > 2 && strcmp(arguments[2], "--load") == 0)
        next = FRAME_END;
    while (next != FRAME_END && rules && arena && bytes &&
           (next = frame_read(bytes, &length)) == FRAME_PAGE) {
        if (!bf_page_from_html((bf_str){bytes, length}, BF_STR("https://site.example/"), &limits,
                               arena, &page, &err) ||
            !bf_analyze(&page, rules, &settings, arena, count_line, &lines, &err))
            break;
        bf_arena_reset(arena);
        pages++;
    }
    if (err.code != BF_OK)
        fprintf(stderr, "%s\n", err.message);
    bf_arena_free(arena);
    bf_rules_free(rules);
    free(bytes);
    printf("%lu pages, %lu lines\n", pages, lines);
    return next == FRAME_END ? 0 : 1;
}

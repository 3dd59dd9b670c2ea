/* embed.c: a program that embeds the library: reads one HTML file and prints its report lines.
 * Usage: embed RULES FILE */
#include <stdio.h>
#include <stdlib.h>

#include <bonafide/analysis.h>

enum { MOST_BYTES = 1 << 20, ARENA_BYTES = 64 << 20 };

static bool print_line(const bf_report_line *line, void *user)
{
    (void)user;
    return printf("%.*s\n", BF_STR_ARG(line->json)) > 0;
}

static bf_str read_file(const char *path)
{
    static char bytes[MOST_BYTES];
    FILE *file = fopen(path, "rb");
    size_t length = file ? fread(bytes, 1, sizeof bytes, file) : 0;
    if (file)
        fclose(file);
    return (bf_str){bytes, length};
}

int main(int argc, char **argv)
{
    bf_error err = {0};
    bf_page page;
    const bf_page_limits limits = {0};
    const bf_analysis_settings settings = {0};
    char words[1024];
    if (argc != 3)
        return 2;
    bf_rules *rules = bf_rules_load(argv[1], NULL, NULL, NULL, &err);
    bf_arena *arena = bf_arena_new(ARENA_BYTES);
    bool done = rules && arena &&
                bf_page_from_html(read_file(argv[2]), bf_str_of("https://listings.example/"),
                                  &limits, arena, &page, &err) &&
                bf_analyze(&page, rules, &settings, arena, print_line, NULL, &err);
    bf_error_format(&err, words, sizeof words);
    if (!done)
        fprintf(stderr, "embed: %s\n", words);
    bf_arena_free(arena);
    bf_rules_free(rules);
    return done ? 0 : 1;
}

/* robots_verdicts.c: what our parser makes of a table of robots.txt cases, for a comparison with
 * other parsers. Writes a line a case: its name, yes or no, and what decides.
 *
 *     robots_verdicts TABLE
 */
#include <stdio.h>

#include "tests/support/robots_cases.h"

static bool write_verdict(const robots_case *one)
{
    char decides[32];
    bf_robots *robots = bf_robots_parse(one->text, one->agent);
    if (robots == NULL)
        return false;
    bf_robots_verdict said = bf_robots_decide(robots, one->target);
    printf("%.*s\t%s\t%s\n", BF_STR_ARG(one->name), said.allowed ? "yes" : "no",
           write_decides(&said, decides, sizeof decides));
    bf_robots_free(robots);
    return true;
}

int main(int argc, char **argv)
{
    bf_buf table, text;
    robots_case one;
    bf_buf_init(&table, ROBOTS_CASES_MOST_BYTES);
    bf_buf_init(&text, ROBOTS_CASES_MOST_BYTES);
    if (argc != 2 || !read_robots_cases(argv[1], &table)) {
        fprintf(stderr, "usage: robots_verdicts TABLE\n");
        return 2;
    }
    bf_str rest = {table.bytes, table.length};
    while (take_robots_case(&rest, &text, &one))
        if (!write_verdict(&one))
            return 1;
    if (one.name.length > 0)
        fprintf(stderr, "robots_verdicts: malformed: %.*s\n", BF_STR_ARG(one.name));
    bf_buf_free(&table);
    bf_buf_free(&text);
    return one.name.length > 0;
}

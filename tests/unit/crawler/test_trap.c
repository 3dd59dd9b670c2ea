/* test_trap.c: which URLs grow without end, and which honest ones only look so. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "crawler/trap.h"

static const int64_t NOW = INT64_C(1795464000000); /* Mon, 23 Nov 2026 20:00:00 GMT */

static int make_arena(void **state)
{
    *state = bf_arena_new(64 << 20);
    return *state == NULL;
}

static int free_arena(void **state)
{
    bf_arena_free(*state);
    return 0;
}

/* A path of example.com, or a whole URL. */
static bf_url url_of(bf_arena *arena, const char *text)
{
    bf_url base, url;
    bf_error err = {0};
    assert_true(bf_url_parse(BF_STR("http://example.com/"), NULL, arena, &base, &err));
    assert_true(bf_url_parse(bf_str_of(text), &base, arena, &url, &err));
    return url;
}

/* --- Shape --------------------------------------------------------------------------------------
 */

typedef struct {
    const char *url;
    bf_trap_kind kind;
} shaped;

static void assert_shapes(bf_arena *arena, const shaped *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        bf_url url = url_of(arena, cases[i].url);
        bf_trap_kind kind = bf_trap_shape(&url);
        if (kind != cases[i].kind)
            fail_msg("%s: \"%s\"", cases[i].url, bf_trap_words(kind));
    }
}

#define ASSERT_SHAPES(arena, cases) assert_shapes(arena, cases, sizeof(cases) / sizeof *(cases))

static void a_path_that_repeats_itself_is_ever_growing(void **state)
{
    static const shaped cases[] = {
        {"/a/a/a", BF_TRAP_REPEATING},
        {"/x/a/a/a/y", BF_TRAP_REPEATING},
        {"/a/b/a/b/a/b", BF_TRAP_REPEATING},
        {"/x/a/b/a/b/a/b/y", BF_TRAP_REPEATING},
        {"/next/next/next", BF_TRAP_REPEATING},
        {"/a/b/c/a/b/c/a/b/c/a", BF_TRAP_REPEATING}, /* one segment four times */
        {"/a/1/a/2/a/3/a", BF_TRAP_REPEATING},
        {"/a/x.html/a/x.html", BF_TRAP_REPEATING},
        {"/x.php/x.php", BF_TRAP_REPEATING},
        {"/a/example.com/a/example.com/", BF_TRAP_REPEATING},
        {"/7/7/7", BF_TRAP_REPEATING},
        {"/", BF_TRAP_NONE},
        {"/a/a", BF_TRAP_NONE},
        {"/a/b/a/b", BF_TRAP_NONE},
        {"/a/b/a/b/a", BF_TRAP_NONE},
        {"/a/b/c/a/b/c/a/b/c", BF_TRAP_NONE},
        {"/x.html/y", BF_TRAP_NONE},
        {"/example.com/", BF_TRAP_NONE},
        {"/2026/11/23/", BF_TRAP_NONE},
        {"/1/a/1/b/1/c/1", BF_TRAP_NONE}, /* numbers are positions */
        {"/therapists/all/all/all/all/page", BF_TRAP_NONE},
        {"/search/0/0/0/0", BF_TRAP_NONE},
        {"/search/any/all/any/all/any/all", BF_TRAP_NONE},
        {"/x?a/a/a/a", BF_TRAP_NONE}, /* a query is no path */
    };
    ASSERT_SHAPES(*state, cases);
}

static void a_path_over_20_segments_is_too_deep(void **state)
{
    static const shaped cases[] = {
        {"/1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16/17/18/19/20", BF_TRAP_NONE},
        {"/1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16/17/18/19/20/", BF_TRAP_NONE},
        {"/1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16/17/18/19/20/21", BF_TRAP_DEEP},
    };
    ASSERT_SHAPES(*state, cases);
}

static void a_query_of_too_many_or_repeated_parameters_is_a_trap(void **state)
{
    static const shaped cases[] = {
        {"/?a=1&b=2&c=3&d=4&e=5&f=6&g=7&h=8&i=9&j=1&k=2&l=3&m=4&n=5&o=6&p=7&q=8&r=9&s=1&t=2",
         BF_TRAP_NONE},
        {"/?a=1&b=2&c=3&d=4&e=5&f=6&g=7&h=8&i=9&j=1&k=2&l=3&m=4&n=5&o=6&p=7&q=8&r=9&s=1&t=2&u",
         BF_TRAP_PARAMETERS},
        {"/?page=1&page=2&page=3&page=4&page=5", BF_TRAP_NONE},
        {"/?page=1&page=2&page=3&page=4&page=5&page=6", BF_TRAP_PARAMETERS},
        {"/?x[]=1&x[]=2&x[]=3&x[]=4&x[]=5&x[]=6&x[]=7&x[]=8", BF_TRAP_NONE},
        {"/?a=1&b=2&a=1", BF_TRAP_NONE},
        {"/?a=1&b=2&a=1&a=1", BF_TRAP_REPEATING},
        {"/?&&&&&&&&&&&&&&&&&&&&&&&&&&a=1", BF_TRAP_NONE},
        {"/login?to=%2Flogin%3Fto%3D%252Fa", BF_TRAP_NONE},
        {"/login?to=%2Flogin%3Fto%3D%252Flogin%253Fto%253D%25252Fa", BF_TRAP_REPEATING},
        {"/therapists?city=York&sort=name&gender=any&page=3&insurance=aetna", BF_TRAP_NONE},
    };
    ASSERT_SHAPES(*state, cases);
}

static void a_url_over_2048_bytes_is_too_long(void **state)
{
    char text[2050] = "http://example.com/?";
    memset(text + strlen(text), 'q', 2048 - strlen(text));
    bf_url url = url_of(*state, text);
    assert_int_equal(url.text.length, 2048);
    assert_int_equal(bf_trap_shape(&url), BF_TRAP_NONE);
    strcat(text, "q");
    url = url_of(*state, text);
    assert_int_equal(bf_trap_shape(&url), BF_TRAP_LONG);
}

/* --- Spaces -------------------------------------------------------------------------------------
 */

static void assert_kinds(bf_arena *arena, const shaped *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        bf_url url = url_of(arena, cases[i].url);
        bf_trap_space space = bf_trap_space_of(&url);
        if (space.kind != cases[i].kind || (space.bucket == 0) != (space.kind == BF_TRAP_NONE))
            fail_msg("%s: \"%s\"", cases[i].url, bf_trap_words(space.kind));
    }
}

static void only_what_a_machine_counts_up_is_in_a_space(void **state)
{
    static const shaped cases[] = {
        /* a directory's own names, also with numbers in them */
        {"/", BF_TRAP_NONE},
        {"/therapists/ana-example", BF_TRAP_NONE},
        {"/therapists/ana-example-12345", BF_TRAP_NONE},
        {"/profile/12345-ana-example.html", BF_TRAP_NONE},
        {"/us/therapists/york/anxiety", BF_TRAP_NONE},
        {"/events/2031-05-12/evening-group", BF_TRAP_NONE},
        /* numbers and generated ids, and a query of one parameter */
        {"/therapists/12345", BF_TRAP_NUMBERS},
        {"/therapists/page/17/", BF_TRAP_NUMBERS},
        {"/therapists/2019", BF_TRAP_NUMBERS}, /* an id rather than a year */
        {"/therapists/550e8400-e29b-41d4-a716-446655440000", BF_TRAP_NUMBERS},
        {"/2019/05/how-we-work", BF_TRAP_NUMBERS}, /* an article, in a space by its name */
        {"/r/0123456789abcdef/", BF_TRAP_NUMBERS},
        {"/therapists?page=17", BF_TRAP_NUMBERS},
        {"/profile?id=2031", BF_TRAP_NUMBERS},
        {"/profile?candidate=2031", BF_TRAP_NUMBERS},
        {"/profile?holiday=2031", BF_TRAP_NUMBERS},
        {"/r/0123456789abcde/", BF_TRAP_NONE},
        /* calendars */
        {"/calendar/2019/", BF_TRAP_CALENDAR},
        {"/events/2031-05", BF_TRAP_CALENDAR},
        {"/2031/05", BF_TRAP_CALENDAR},
        {"/2031/05/12/", BF_TRAP_CALENDAR},
        {"/2031-05-12", BF_TRAP_CALENDAR},
        {"/calendar/month/2031-05/list/", BF_TRAP_CALENDAR},
        {"/x?month=2031-05", BF_TRAP_CALENDAR},
        {"/x?from=2031-05-12&to=2031-06-12", BF_TRAP_CALENDAR},
        {"/x?year=2031&month=5", BF_TRAP_CALENDAR},
        {"/x?eventDate=20310512", BF_TRAP_CALENDAR},
        {"/x?tribe-bar-date=2031-05-01", BF_TRAP_CALENDAR},
        {"/2031/13", BF_TRAP_NUMBERS},
        {"/profile?id=7&v=2019-05-12", BF_TRAP_PERMUTATIONS}, /* a version */
        {"/profile?updated=2019-05-12", BF_TRAP_NUMBERS},
        {"/2031-05-32", BF_TRAP_NONE},
        /* any other query */
        {"/therapists?city=York&page=17", BF_TRAP_PERMUTATIONS},
        {"/index.php?view=profile&id=7", BF_TRAP_PERMUTATIONS},
        /* sessions by name */
        {"/(S(abc123))/home", BF_TRAP_SESSION},
        {"/home;jsessionid=0A1B", BF_TRAP_SESSION},
        {"/home?sid=0123456789abcdef", BF_TRAP_SESSION},
        {"/home?sid=7", BF_TRAP_NUMBERS}, /* a section's number */
        {"/home?session=couples", BF_TRAP_NUMBERS},
    };
    assert_kinds(*state, cases, sizeof cases / sizeof *cases);
}

/* A link on a page, and whether it leads on in one space; the other way round it does too. */
typedef struct {
    const char *page, *link;
    bool on;
} led;

static void a_link_leads_on_when_it_is_one_more_of_the_same(void **state)
{
    static const led cases[] = {
        {"/therapists?page=1", "/therapists?page=2", true},
        {"/therapists?page=1", "/therapists?page=1&sort=name", true},
        {"/therapists?city=York&sort=name", "/therapists?sort=fee", true},
        {"/therapists?sort=name&city=York", "/therapists?city=Hull&sort=fee", true},
        {"/index.php?view=list&p=1", "/index.php?view=list&p=2", true},
        {"/index.php?view=list&p=1", "/index.php?view=profile&id=7", false},
        {"/therapists?page=1", "/profile?id=7", false},
        {"/therapists?page=1", "/therapists/7", false},
        {"/therapists?page=1", "/therapists/ana-example", false},
        {"/therapists", "/therapists?page=2", false},
        {"/therapists/7", "/therapists/8", true},
        {"/therapists/7", "/clinics/8", false},
        {"/2019/05/how-we-work", "/2019/06/how-we-rest", false},
        {"/next/1", "/next/1/2", true},
        {"/next/1/2", "/next/1/2/3", true},
        {"/therapists/7?print=1", "/therapists/8?print=1", true},
        {"/calendar/2031/05", "/calendar/2031/06", true},
        {"/calendar/2031/05", "/calendar/2031", true},
        {"/calendar/month/2031-05", "/calendar/day/2031-05-12", true},
        {"/calendar/2031/05", "/rooms/2031/05", false},
        {"/x?month=2031-05", "/x?month=2031-06&view=list", true},
        {"/(S(abc123))/home", "/(S(abc123))/about", false}, /* the session stays */
        {"/(S(abc123))/home", "/(S(xyz789))/about", true},
        {"/(S(abc123))/home", "/about", false},
        {"/(S(abc123))/x?page=1", "/(S(abc123))/x?page=2", true}, /* it would without */
        {"/x?sid=0123456789abcdef&page=1", "/x?sid=0123456789abcdef&page=2", true},
        {"/x?sid=0123456789abcdef&page=1", "/y?sid=0123456789abcdef", false},
        {"/therapists/ana-example", "/therapists/ben-sample", false},
        {"/therapists/7", "http://example.org/therapists/8", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bf_url page = url_of(*state, cases[i].page), link = url_of(*state, cases[i].link);
        if (bf_trap_leads_on(&page, &link) != cases[i].on)
            fail_msg("%s to %s", cases[i].page, cases[i].link);
        if (bf_trap_leads_on(&link, &page) != cases[i].on)
            fail_msg("%s to %s", cases[i].link, cases[i].page);
        if (cases[i].on)
            assert_true(bf_trap_space_of(&page).bucket == bf_trap_space_of(&link).bucket);
    }
}

static void a_far_date_and_a_second_view_come_last(void **state)
{
    static const led cases[] = {
        {"/calendar/2026/11", "", false},
        {"/calendar/2028/11", "", false},
        {"/calendar/2028/12", "", true},
        {"/calendar/2024/11", "", false},
        {"/calendar/2024/10", "", true},
        {"/calendar/2028/", "", false},
        {"/calendar/2029/", "", true},
        {"/events/2031-05", "", true},
        {"/x?month=2031-05", "", true},
        {"/x?month=2027-05", "", false},
        {"/x?year=2028&month=12", "", true},
        {"/x?month=12&year=2028", "", true},
        {"/x?year=2028&month=1", "", false},
        {"/2019/05/how-we-work", "", false}, /* an article of another year */
        {"/therapists/2019", "", false},
        {"/therapists/ana-example?print=1", "", true},
        {"/therapists/ana-example/print", "", true},
        {"/post?replytocom=12", "", true},
        {"/profile?id=7&format=pdf", "", true},
        {"/therapists?format=online", "", false}, /* of a session */
        {"/profile?id=7&v=2019-05-12", "", false},
        {"/therapists?page=300", "", false},
        {"/therapists/ana-example", "", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bf_url url = url_of(*state, cases[i].page);
        if (bf_trap_comes_last(&url, NOW) != cases[i].on)
            fail_msg("%s", cases[i].page);
    }
}

/* --- Counts -------------------------------------------------------------------------------------
 */

static void a_limit_is_the_kind_s_own_within_a_fifth_of_the_budget(void **state)
{
    static const struct {
        bf_trap_kind kind;
        uint64_t budget, limit;
    } cases[] = {
        {BF_TRAP_SESSION, 0, 200},        {BF_TRAP_SESSION, 400, 80},
        {BF_TRAP_CALENDAR, 0, 100},       {BF_TRAP_CALENDAR, 400, 80},
        {BF_TRAP_PERMUTATIONS, 0, 200},   {BF_TRAP_PERMUTATIONS, 5000, 200},
        {BF_TRAP_PERMUTATIONS, 500, 100}, {BF_TRAP_PERMUTATIONS, 100, 50},
        {BF_TRAP_NUMBERS, 0, 1000},       {BF_TRAP_NUMBERS, 500, 1000},
        {BF_TRAP_NONE, 500, 0},           {BF_TRAP_REPEATING, 500, 0},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (bf_trap_limit(cases[i].kind, cases[i].budget) != cases[i].limit)
            fail_msg("case %zu", i + 1);
}

static void what_leads_on_comes_last_and_then_is_left_out(void **state)
{
    static const struct {
        bf_trap_kind kind;
        uint64_t trusted, budget;
        bf_trap_verdict verdict;
    } cases[] = {
        {BF_TRAP_CALENDAR, 0, 0, BF_TRAP_TAKE},
        {BF_TRAP_CALENDAR, 24, 0, BF_TRAP_TAKE},
        {BF_TRAP_CALENDAR, 25, 0, BF_TRAP_LAST},
        {BF_TRAP_CALENDAR, 99, 0, BF_TRAP_LAST},
        {BF_TRAP_CALENDAR, 100, 0, BF_TRAP_LEAVE},
        {BF_TRAP_PERMUTATIONS, 99, 500, BF_TRAP_LAST},
        {BF_TRAP_PERMUTATIONS, 100, 500, BF_TRAP_LEAVE},
        {BF_TRAP_PERMUTATIONS, 100, 0, BF_TRAP_LAST},
        {BF_TRAP_NUMBERS, 249, 500, BF_TRAP_TAKE},
        {BF_TRAP_NUMBERS, 999, 500, BF_TRAP_LAST},
        {BF_TRAP_NUMBERS, 1000, 500, BF_TRAP_LEAVE},
        {BF_TRAP_NONE, UINT64_MAX, 500, BF_TRAP_TAKE},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (bf_trap_judge(cases[i].kind, cases[i].trusted, cases[i].budget) != cases[i].verdict)
            fail_msg("case %zu", i + 1);
}

static void one_new_url_besides_pays_for_all_that_was_taken_on_trust(void **state)
{
    (void)state;
    assert_int_equal(bf_trap_trust(0, 3, 0), 3);
    assert_int_equal(bf_trap_trust(40, 2, 0), 42);
    assert_int_equal(bf_trap_trust(40, 0, 0), 40); /* a leaf */
    assert_int_equal(bf_trap_trust(40, 0, 1), 0);
    assert_int_equal(bf_trap_trust(40, 9, 1), 0);
}

static void each_kind_has_a_name_of_its_own(void **state)
{
    (void)state;
    for (int i = 0; i < BF_TRAP_KINDS; i++)
        for (int k = 0; k < i; k++) {
            assert_string_not_equal(bf_trap_words((bf_trap_kind)i), bf_trap_words((bf_trap_kind)k));
            assert_string_not_equal(bf_trap_key((bf_trap_kind)i), bf_trap_key((bf_trap_kind)k));
        }
}

/* --- Whole sites, crawled in memory as the header says
 * --------------------------------------------
 */

enum { MOST_URLS = 20000, MOST_LINKS = 64, LINK_BYTES = 100 };

/* A site is a function that writes the links of a page. */
typedef struct {
    char text[MOST_LINKS][LINK_BYTES];
    size_t count;
} links;
typedef void site_page(const char *path, links *out);

static void add_link(links *out, const char *format, unsigned a, unsigned b)
{
    assert_true(out->count < MOST_LINKS);
    char *text = out->text[out->count++];
    int length = snprintf(text, LINK_BYTES, format, a, b);
    assert_true(length > 0 && length < LINK_BYTES);
}

/* One crawl: what is known, in the order of its finding, and what was fetched. */
typedef struct {
    bf_arena *arena;
    struct known {
        char text[LINK_BYTES];
        bool last, done;
    } known[MOST_URLS];
    unsigned slots[4 * MOST_URLS]; /* number in `known`, from 1, by hash */
    size_t known_count, fetched;
    struct space {
        int64_t bucket;
        uint64_t trusted;
    } spaces[64];
    size_t space_count;
} site_crawl;

/* The slot of `text`: its own, or an empty one. */
static unsigned *slot_of(site_crawl *crawl, const char *text)
{
    size_t at = 5381;
    for (const char *c = text; *c; c++)
        at = at * 33 + (unsigned char)*c;
    for (at %= 4 * MOST_URLS; crawl->slots[at] > 0; at = (at + 1) % (4 * MOST_URLS))
        if (strcmp(crawl->known[crawl->slots[at] - 1].text, text) == 0)
            break;
    return &crawl->slots[at];
}

static void add_known(site_crawl *crawl, const char *text, bool last)
{
    assert_true(crawl->known_count < MOST_URLS);
    unsigned *slot = slot_of(crawl, text);
    strcpy(crawl->known[crawl->known_count].text, text);
    crawl->known[crawl->known_count].last = last;
    *slot = (unsigned)++crawl->known_count;
}

static uint64_t *trusted_of(site_crawl *crawl, int64_t bucket)
{
    for (size_t i = 0; i < crawl->space_count; i++)
        if (crawl->spaces[i].bucket == bucket)
            return &crawl->spaces[i].trusted;
    assert_true(crawl->space_count < 64);
    crawl->spaces[crawl->space_count].bucket = bucket;
    return &crawl->spaces[crawl->space_count++].trusted;
}

/* Adds the links of a page that lead on, or those that do not; gives how many were new. */
static uint64_t add_links(site_crawl *crawl, const bf_url *page, const links *found, bool on,
                          uint64_t trusted, uint64_t budget)
{
    uint64_t added = 0;
    for (size_t i = 0; i < found->count; i++) {
        bf_url link = url_of(crawl->arena, found->text[i]);
        if (bf_trap_leads_on(page, &link) != on || *slot_of(crawl, found->text[i]) > 0 ||
            bf_trap_shape(&link) != BF_TRAP_NONE)
            continue;
        bf_trap_verdict verdict =
            on ? bf_trap_judge(bf_trap_space_of(&link).kind, trusted, budget) : BF_TRAP_TAKE;
        if (verdict == BF_TRAP_LEAVE)
            continue;
        add_known(crawl, found->text[i], verdict == BF_TRAP_LAST || bf_trap_comes_last(&link, NOW));
        added++;
    }
    return added;
}

static void read_page(site_crawl *crawl, site_page *site, const char *path, uint64_t budget)
{
    links found = {.count = 0};
    bf_url page = url_of(crawl->arena, path);
    bf_trap_space space = bf_trap_space_of(&page);
    uint64_t *trusted = space.kind ? trusted_of(crawl, space.bucket) : NULL;
    site(path, &found);
    uint64_t besides = add_links(crawl, &page, &found, false, 0, budget);
    if (trusted == NULL)
        return;
    uint64_t on = add_links(crawl, &page, &found, true, besides ? 0 : *trusted, budget);
    *trusted = bf_trap_trust(*trusted, on, besides);
}

/* The first that is known and not fetched, what comes last after all else; NULL: none. */
static struct known *next_of(site_crawl *crawl)
{
    for (int last = 0; last < 2; last++)
        for (size_t i = 0; i < crawl->known_count; i++)
            if (!crawl->known[i].done && crawl->known[i].last == last)
                return &crawl->known[i];
    return NULL;
}

/* Crawls `site` from "/" until nothing is left or `budget` pages are fetched (0: no bound). The
 * result is freed by free(). */
static site_crawl *crawl_site(bf_arena *arena, site_page *site, uint64_t budget)
{
    site_crawl *crawl = calloc(1, sizeof *crawl);
    struct known *next;
    assert_non_null(crawl);
    crawl->arena = arena;
    add_known(crawl, "/", false);
    while ((budget == 0 || crawl->fetched < budget) && (next = next_of(crawl)) != NULL) {
        next->done = true;
        crawl->fetched++;
        read_page(crawl, site, next->text, budget);
        bf_arena_reset(arena);
    }
    return crawl;
}

static void assert_fetches(bf_arena *arena, site_page *site, size_t least, size_t most)
{
    site_crawl *crawl = crawl_site(arena, site, 0);
    size_t fetched = crawl->fetched;
    free(crawl);
    if (fetched < least || fetched > most)
        fail_msg("fetched %zu", fetched);
}

enum { PROFILES = 3000, A_PAGE = 20 };

/* A list of 150 pages, each with 20 profiles and a link to the next. */
static void list_page(unsigned number, const char *profile, links *out)
{
    for (unsigned i = 0; i < A_PAGE; i++)
        add_link(out, profile, (number - 1) * A_PAGE + i, 0);
    if (number < PROFILES / A_PAGE)
        add_link(out, "/therapists?page=%u", number + 1, 0);
}

static unsigned number_in(const char *path, const char *after)
{
    const char *at = strstr(path, after);
    return at ? (unsigned)strtoul(at + strlen(after), NULL, 10) : 0;
}

static void names_site(const char *path, links *out)
{
    if (strcmp(path, "/") == 0)
        add_link(out, "/therapists?page=1", 0, 0);
    else if (strstr(path, "?page="))
        list_page(number_in(path, "page="), "/therapists/name-%u", out);
}

static void ids_site(const char *path, links *out)
{
    unsigned id = number_in(path, "profile?id=");
    if (strcmp(path, "/") == 0)
        add_link(out, "/therapists?page=1", 0, 0);
    else if (strstr(path, "?page="))
        list_page(number_in(path, "page="), "/profile?id=%u", out);
    else
        for (unsigned i = 1; i < 4; i++) /* "similar therapists" */
            add_link(out, "/profile?id=%u", (id + i) % PROFILES, 0);
}

static void numbers_site(const char *path, links *out)
{
    unsigned id = number_in(path, "/therapists/");
    if (strcmp(path, "/") == 0)
        add_link(out, "/therapists?page=1", 0, 0);
    else if (strstr(path, "?page="))
        list_page(number_in(path, "page="), "/therapists/%u", out);
    else
        add_link(out, "/therapists/%u", (id + 1) % PROFILES, 0);
}

/* All through one script, as old sites are. */
static void script_site(const char *path, links *out)
{
    unsigned page = number_in(path, "view=list&p="), id = number_in(path, "id=");
    if (strcmp(path, "/") == 0)
        add_link(out, "/index.php?view=list&p=1", 0, 0);
    else if (page > 0) {
        for (unsigned i = 0; i < A_PAGE; i++)
            add_link(out, "/index.php?view=profile&id=%u", (page - 1) * A_PAGE + i, 0);
        if (page < PROFILES / A_PAGE)
            add_link(out, "/index.php?view=list&p=%u", page + 1, 0);
    } else {
        add_link(out, "/index.php?view=profile&id=%u", (id + 1) % PROFILES, 0);
    }
}

/* Lists by city alone, paged, each of them also in three other orders. */
static void cities_site(const char *path, links *out)
{
    unsigned city = number_in(path, "city="), page = number_in(path, "page=");
    page = page ? page : 1;
    for (unsigned i = 1; i <= 30 && strcmp(path, "/") == 0; i++)
        add_link(out, "/therapists?city=%u", i, 0);
    if (city == 0)
        return;
    for (unsigned sort = 1; sort <= 3; sort++)
        add_link(out, "/therapists?sort=%u&city=%u", sort, city);
    if (page < 5 && strstr(path, "sort=") == NULL)
        add_link(out, "/therapists?city=%u&page=%u", city, page + 1);
    for (unsigned i = 0; i < A_PAGE; i++)
        add_link(out, "/therapists/name-%u", ((city - 1) * 5 + page - 1) * A_PAGE + i, 0);
}

static void an_honest_directory_of_3000_profiles_is_fetched_whole(void **state)
{
    const size_t whole = 1 + PROFILES + PROFILES / A_PAGE;
    assert_fetches(*state, cities_site, whole + 90, whole + 90);
    assert_fetches(*state, names_site, whole, whole);
    assert_fetches(*state, ids_site, whole, whole);
    assert_fetches(*state, numbers_site, whole, whole);
    assert_fetches(*state, script_site, whole, whole);
}

static void calendar_site(const char *path, links *out)
{
    unsigned year = number_in(path, "/calendar/"), month = year ? number_in(path + 14, "/") : 0;
    if (strcmp(path, "/") == 0) {
        add_link(out, "/calendar/2026/11", 0, 0);
        add_link(out, "/therapists/ana-example", 0, 0);
    } else if (month > 0) {
        add_link(out, "/calendar/%u/%02u", month == 12 ? year + 1 : year, month % 12 + 1);
        add_link(out, "/calendar/%u/%02u", month == 1 ? year - 1 : year, (month + 10) % 12 + 1);
        if (year == 2027 && month == 3)
            add_link(out, "/events/evening-group", 0, 0);
    }
}

static void facets_site(const char *path, links *out)
{
    static const char *const keys[] = {"city=", "sort=", "gender=", "fee=", "issue="};
    unsigned set[5];
    for (size_t i = 0; i < 5; i++)
        set[i] = number_in(path, keys[i]);
    add_link(out, "/therapists/ana-example", 0, 0);
    for (size_t key = 0; strstr(path, "therapists/ana") == NULL && key < 5; key++)
        for (unsigned value = 1; value < 10; value++) {
            char text[LINK_BYTES] = "/therapists?";
            for (size_t i = 0; i < 5; i++)
                if (i == key || set[i] > 0)
                    snprintf(text + strlen(text), sizeof text - strlen(text), "%s%u&", keys[i],
                             i == key ? value : set[i]);
            text[strlen(text) - 1] = '\0';
            add_link(out, text, 0, 0);
        }
}

static void next_site(const char *path, links *out)
{
    add_link(out, "/next/%u", strcmp(path, "/") == 0 ? 1 : number_in(path, "/next/") + 1, 0);
}

static void page_site(const char *path, links *out)
{
    add_link(out, "/x?page=%u", strcmp(path, "/") == 0 ? 1 : number_in(path, "page=") + 1, 0);
}

static void relative_site(const char *path, links *out)
{
    char text[LINK_BYTES];
    snprintf(text, sizeof text, "%s%snews", path, strcmp(path, "/") == 0 ? "" : "/");
    add_link(out, text, 0, 0);
}

static void session_site(const char *path, links *out)
{
    static unsigned given; /* a new one with each answer */
    (void)path;
    given++;
    add_link(out, "/(S(id%u))/home", given, 0);
    add_link(out, "/(S(id%u))/about", given, 0);
}

static void a_site_without_end_is_left_after_its_limit(void **state)
{
    static const struct {
        site_page *site;
        size_t least, most;
    } cases[] = {
        {calendar_site, 102, 130}, {facets_site, 200, 290}, {next_site, 1001, 1002},
        {page_site, 1001, 1002},   {relative_site, 3, 3},   {session_site, 202, 206},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_fetches(*state, cases[i].site, cases[i].least, cases[i].most);
}

/* Facets without end, and a list of profiles that is found behind them. */
static void mixed_site(const char *path, links *out)
{
    if (strcmp(path, "/") == 0)
        add_link(out, "/list?page=1", 0, 0);
    if (strstr(path, "/list?page=")) {
        unsigned page = number_in(path, "page=");
        for (unsigned i = 0; i < A_PAGE && page <= 15; i++)
            add_link(out, "/profiles/name-%u", page * A_PAGE + i, 0);
        if (page < 15)
            add_link(out, "/list?page=%u", page + 1, 0);
    } else if (strstr(path, "/profiles/") == NULL) {
        facets_site(path, out);
    }
}

static void what_is_barren_leaves_the_budget_to_the_profiles(void **state)
{
    site_crawl *crawl = crawl_site(*state, mixed_site, 450);
    size_t profiles = 0;
    for (size_t i = 0; i < crawl->known_count; i++)
        profiles += crawl->known[i].done && strstr(crawl->known[i].text, "/profiles/") != NULL;
    free(crawl);
    assert_int_equal(profiles, 15 * A_PAGE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_path_that_repeats_itself_is_ever_growing),
        cmocka_unit_test(a_path_over_20_segments_is_too_deep),
        cmocka_unit_test(a_query_of_too_many_or_repeated_parameters_is_a_trap),
        cmocka_unit_test(a_url_over_2048_bytes_is_too_long),
        cmocka_unit_test(only_what_a_machine_counts_up_is_in_a_space),
        cmocka_unit_test(a_link_leads_on_when_it_is_one_more_of_the_same),
        cmocka_unit_test(a_far_date_and_a_second_view_come_last),
        cmocka_unit_test(a_limit_is_the_kind_s_own_within_a_fifth_of_the_budget),
        cmocka_unit_test(what_leads_on_comes_last_and_then_is_left_out),
        cmocka_unit_test(one_new_url_besides_pays_for_all_that_was_taken_on_trust),
        cmocka_unit_test(each_kind_has_a_name_of_its_own),
        cmocka_unit_test(an_honest_directory_of_3000_profiles_is_fetched_whole),
        cmocka_unit_test(a_site_without_end_is_left_after_its_limit),
        cmocka_unit_test(what_is_barren_leaves_the_budget_to_the_profiles),
    };
    return cmocka_run_group_tests(tests, make_arena, free_arena);
}

/* test_place.c: where an advertiser is. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analyzer/place.h"

enum { MOST = 8 };

/* Reads `texts` as blocks of `kind`; gives "locality/region/country" of the place. */
static void read_place(const char *const *texts, bf_block_kind kind, const bf_country_signs *signs,
                       char *out, size_t size)
{
    bf_arena *arena = bf_arena_new(1 << 20);
    bf_block blocks[MOST] = {0};
    uint32_t numbers[MOST], count = 0;
    bf_place place;
    for (; count < MOST && texts[count] != NULL; count++) {
        blocks[count] = (bf_block){.text = bf_str_of(texts[count]), .kind = kind};
        numbers[count] = count;
    }
    bf_document document = {.blocks = blocks, .block_count = count};
    assert_true(bf_place_find(&document, numbers, count, signs, arena, &place));
    snprintf(out, size, "%.*s/%.*s/%.*s", BF_STR_ARG(place.locality), BF_STR_ARG(place.region),
             BF_STR_ARG(place.country));
    bf_arena_free(arena);
}

typedef struct {
    const char *text, *found, *language;
} example;

static void assert_places(const example *examples, size_t count)
{
    char got[256];
    for (size_t i = 0; i < count; i++) {
        const char *const texts[MOST] = {examples[i].text};
        bf_country_signs signs = {.language = bf_str_of(examples[i].language)};
        read_place(texts, BF_BLOCK_PARAGRAPH, &signs, got, sizeof got);
        if (strcmp(got, examples[i].found) != 0)
            fail_msg("\"%s\" gives \"%s\"", examples[i].text, got);
    }
}

static void an_address_of_the_united_states_has_a_zip(void **state)
{
    (void)state;
    static const example examples[] = {
        {"Portland, OR 97201", "Portland/OR/US", ""},
        {"2290 Willow Notch Rd, Suite B\nEugene, OR 97405", "Eugene/OR/US", ""},
        {"My office is at 20 Western Avenue, Suite 4, Petaluma, CA 94952, upstairs.",
         "Petaluma/CA/US", ""},
        {"55 E Preston St Ste 300 Baltimore, MD 21202", "Baltimore/MD/US", ""},
        {"Minneapolis, MN, 55408", "Minneapolis/MN/US", ""},
        {"St. Paul, MN 55101", "St. Paul/MN/US", ""},
        {"12 Main St, St. Paul, MN 55101", "St. Paul/MN/US", ""},
        {"Washington, DC 20001-1234", "Washington/DC/US", ""},
        {"Duluth, Minnesota 55802", "Duluth/MN/US", ""},
        {"614 East Fourth Street, Duluth, Minnesota 55805, United States", "Duluth/MN/US", ""},
        {"3102 Atwood Avenue\nMadison, Wisconsin 53704", "Madison/WI/US", ""},
        {"55501 Main Street", "//", ""},
        {"License 55501, 2010", "//", ""},
    };
    assert_places(examples, sizeof examples / sizeof *examples);
}

static void a_town_and_its_region_show_no_country(void **state)
{
    (void)state;
    static const example examples[] = {
        {"Oakland, CA", "Oakland/CA/", ""},
        {"Oakland, California", "Oakland/CA/", ""},
        {"Golden, CO", "Golden/CO/", ""},
        {"White River Jct., VT", "White River Jct./VT/", ""},
        {"Therapist · Golden, CO", "Golden/CO/", ""},
        {"Copyright © Ember & Oak 2026 · Phoenix, AZ", "Phoenix/AZ/", ""},
        {"Austin, TX$150 / 50-minute session(512) 555-0101", "Austin/TX/", ""},
        {"Austin, TXAsk about fees", "Austin/TX/", ""},
        {"Couples Counseling in Eugene, OR – Fernwood Counseling", "Eugene/OR/", ""},
        {"Talk and bodywork in Asheville, North Carolina.", "Asheville/NC/", ""},
        {"Orchard Lane Psychotherapy, Madison WI", "Madison/WI/", ""},
        {"Silver Spring, MD", "Silver Spring/MD/", ""},
        {"Baltimore, MD", "Baltimore/MD/", ""},
        {"Washington, DC", "Washington/DC/", ""},
        {"Halifax, Nova Scotia", "Halifax/NS/", ""},
        {"Toronto, ON", "Toronto/ON/", ""},
        {"Oakland, CA, USA", "Oakland/CA/US", ""},
        {"Jane Doe, MA", "//", ""},
        {"Jane Doe, MD, PhD", "//", ""},
        {"coffee, tea or me", "//", ""},
    };
    assert_places(examples, sizeof examples / sizeof *examples);
}

static void addresses_of_other_countries_are_read(void **state)
{
    (void)state;
    static const example examples[] = {
        {"Toronto, ON M5V 2T6", "Toronto/ON/CA", ""},
        {"1496 Lower Water Street, 2nd floor\nHalifax, NS B3J 1R9\nK'jipuktuk", "Halifax/NS/CA",
         ""},
        {"Bristol BS1 4DJ", "Bristol//GB", ""},
        {"London, NW3 4QG", "London//GB", ""},
        {"First floor, 14a Tanner’s Row\nLondon N7 0QX", "London//GB", ""},
        {"Clifton, Bristol BS8. Two flights of stairs.", "Bristol//GB", ""},
        {"High Street, Guildford, Surrey GU1 3QT", "Guildford/Surrey/GB", ""},
        {"Edinburgh, Scotland", "Edinburgh/Scotland/GB", ""},
        {"Bristol, UK", "Bristol//GB", ""},
        {"Galway H91 X2X4", "Galway//IE", ""},
        {"Galway, Co. Galway", "Galway/Co. Galway/IE", ""},
        {"Dublin, Ireland", "Dublin//IE", ""},
        {"Fitzroy VIC 3065", "Fitzroy/VIC/AU", ""},
        {"Coorabell, NSW 2479 · by appointment", "Coorabell/NSW/AU", ""},
        {"Dorfstraße 5, 79098 Freiburg im Breisgau", "Freiburg im Breisgau//", "de"},
        {"Neusser Straße 555, 50670 Köln\nAnmeldung", "Köln//", "de"},
        {"D-79098 Freiburg", "Freiburg//DE", ""},
        {"A-1010 Wien", "Wien//AT", ""},
        {"10405 Berlin, Deutschland", "Berlin//DE", "en"},
        {"Calle de Ponzano 55\n28003 Madrid", "Madrid//", "es"},
        {"Col. Roma, 06700 Ciudad de México, CDMX", "Ciudad de México/CDMX/", "es-MX"},
        {"ul. Piotrkowska 55\n90-001 Łódź", "Łódź//PL", ""},
        {"ul. Miodosytnia 11/4, 30-055 Kraków, Polska", "Kraków//PL", ""},
        {"602 00 Brno-město", "Brno-město//", "cs"},
        {"〒150-0001 東京都渋谷区神宮前", "渋谷区/東京都/JP", ""},
        {"〒980-0811　宮城県仙台市青葉区欅小路２－１４", "仙台市/宮城県/JP", "ja"},
        {"◆場所 鎌倉市小町(駅から歩いて六分)", "鎌倉市//", "ja"},
        {"5550 NW Lovejoy", "//", ""},
        {"(415) 555-0123 Oakland", "//", ""},
    };
    assert_places(examples, sizeof examples / sizeof *examples);
}

static void a_number_on_the_page_shows_the_country_of_an_address(void **state)
{
    (void)state;
    static const char *const texts[MOST] = {"Prenzlauer Berg, 10405 Berlin"};
    bf_country_signs signs = {.number = BF_STR("DE"), .language = BF_STR("en")};
    char got[256];
    read_place(texts, BF_BLOCK_PARAGRAPH, &signs, got, sizeof got);
    assert_string_equal(got, "Berlin//DE");
}

static void a_sentence_says_where_one_works(void **state)
{
    (void)state;
    static const example examples[] = {
        {"I am based in Asheville, NC.", "Asheville/NC/", ""},
        {"Come to my office in Tucson.", "Tucson//", ""},
        {"My studio in Little Compton is quiet.", "Little Compton//", ""},
        {"I am a psychologist in Providence who works with couples", "Providence//", ""},
        {"Therapy in English and Spanish", "//", ""},
        {"I grew up in Tulsa, OK and came here later", "//", ""},
        {"I am licensed in Oregon and Washington", "//", ""},
        {"Licensed in Portland, OR.", "//", ""},
        {"She studied in Boston, MA. Her office is in Oakland, CA.", "Oakland/CA/", ""},
        {"Galway", "Galway//", ""},
    };
    assert_places(examples, sizeof examples / sizeof *examples);
}

static void the_surest_place_counts_and_of_these_the_first(void **state)
{
    (void)state;
    static const struct {
        bf_block_kind kind;
        const char *texts[MOST], *found;
    } cases[] = {
        {BF_BLOCK_PARAGRAPH, {"Therapy in Boulder", "Boulder, CO 80302"}, "Boulder/CO/US"},
        {BF_BLOCK_PARAGRAPH, {"Oakland, CA 94612", "Portland, OR 97201"}, "Oakland/CA/US"},
        {BF_BLOCK_PARAGRAPH, {"Portland, OR", "Oakland, CA 94612"}, "Oakland/CA/US"},
        {BF_BLOCK_LIST_ITEM, {"Oakland, CA", "(510) 555-0101"}, "Oakland/CA/"},
        /* a list of towns is nobody's address */
        {BF_BLOCK_LIST_ITEM, {"Oakland, CA", "Berkeley, CA", "Fresno, CA", "Chico, CA"}, "//"},
        {BF_BLOCK_LIST_ITEM,
         {"Oakland, CA", "Berkeley, CA", "Fresno, CA", "Oakland, CA 94612"},
         "Oakland/CA/US"},
    };
    bf_country_signs signs = {0};
    char got[256];
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        read_place(cases[i].texts, cases[i].kind, &signs, got, sizeof got);
        if (strcmp(got, cases[i].found) != 0)
            fail_msg("\"%s\" gives \"%s\"", cases[i].texts[0], got);
    }
}

static void text_that_means_harm_takes_little_time(void **state)
{
    (void)state;
    static const char *const parts[] = {
        ",",      "A, ",  "CA ",  "1",   "12345 ",  "Oakland, CA 94612 ", "in ", "市",
        "東京都", "St. ", "A1A ", "Aa ", "in Bath "};
    enum { SIZE = 1 << 18 };
    char *text = malloc(SIZE);
    assert_non_null(text);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        bf_arena *arena = bf_arena_new(16 << 20);
        size_t length = strlen(parts[i]), filled = 0;
        for (; filled + length <= SIZE; filled += length)
            memcpy(text + filled, parts[i], length);
        bf_block block = {.text = {text, filled}};
        bf_document document = {.blocks = &block, .block_count = 1};
        bf_country_signs signs = {0};
        uint32_t number = 0;
        bf_place place;
        assert_true(bf_place_find(&document, &number, 1, &signs, arena, &place));
        bf_arena_free(arena);
    }
    free(text);
}

static void want_of_memory_is_told(void **state)
{
    (void)state;
    bf_arena *arena = bf_arena_new(1);
    bf_block block = {.text = BF_STR("Oakland, CA 94612")};
    bf_document document = {.blocks = &block, .block_count = 1};
    bf_country_signs signs = {0};
    uint32_t number = 0;
    bf_place place;
    assert_false(bf_place_find(&document, &number, 1, &signs, arena, &place));
    bf_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_address_of_the_united_states_has_a_zip),
        cmocka_unit_test(a_town_and_its_region_show_no_country),
        cmocka_unit_test(addresses_of_other_countries_are_read),
        cmocka_unit_test(a_number_on_the_page_shows_the_country_of_an_address),
        cmocka_unit_test(a_sentence_says_where_one_works),
        cmocka_unit_test(the_surest_place_counts_and_of_these_the_first),
        cmocka_unit_test(text_that_means_harm_takes_little_time),
        cmocka_unit_test(want_of_memory_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

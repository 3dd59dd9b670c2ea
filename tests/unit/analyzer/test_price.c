/* test_price.c: what somebody asks for, in running text and in tables. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analyzer/price.h"

typedef struct {
    const char *text, *found;
} example;

static void join(const bf_contact_prices *prices, char *out, size_t size)
{
    size_t used = 0;
    out[0] = '\0';
    for (size_t k = 0; k < prices->count; k++)
        used += (size_t)snprintf(out + used, size - used, "%g %.*s %.*s;", prices->items[k].amount,
                                 BF_STR_ARG(prices->items[k].currency),
                                 BF_STR_ARG(prices->items[k].unit));
    assert_true(used < size);
}

static void assert_prices(const char *country, const example *examples, size_t count)
{
    char got[1024];
    for (size_t i = 0; i < count; i++) {
        bf_arena *arena = bf_arena_new(1 << 20);
        bf_contact_prices prices = {0};
        assert_true(bf_price_read(bf_str_of(examples[i].text), (bf_str){0}, bf_str_of(country),
                                  arena, &prices));
        join(&prices, got, sizeof got);
        if (strcmp(got, examples[i].found) != 0)
            fail_msg("\"%s\" (%s) gives \"%s\"", examples[i].text, country, got);
        bf_arena_free(arena);
    }
}

static void a_price_has_its_currency_and_what_it_is_for(void **state)
{
    (void)state;
    static const example examples[] = {
        {"$180 per session", "180 USD session;"},
        {"$180/session", "180 USD session;"},
        {"$180 / hr", "180 USD hour;"},
        {"$180 an hour", "180 USD hour;"},
        {"$180 per 50 minute session.", "180 USD 50 minutes;"},
        {"US$ 180", "180 USD ;"},
        {"180 USD, 120 € por sesión", "180 USD ;120 EUR session;"},
        {"£90.50 each session", "90.5 GBP session;"},
        {"$1,250 for a session", "1250 USD session;"},
        {"1.250,75 €", "1250.75 EUR ;"},
        {"$12.5", "12.5 USD ;"},
        {"$180. Later: $180 per hour", "180 USD hour;"}, /* one price, said better */
        {"$180 and a session of an hour", "180 USD ;"},
        {"$110 self-pay per session", "110 USD session;"},
        {"Individual Sessions $175", "175 USD session;"},
        {"an hour costs $165", "165 USD hour;"},
        {"(303) 555-0121$150 a session", "150 USD session;"},
        {"$0, 50 minutes, $, $x, 180", ""},
        {"", ""},
    };
    assert_prices("", examples, sizeof examples / sizeof *examples);
}

static void minutes_are_told_as_such(void **state)
{
    (void)state;
    static const example examples[] = {
        {"$180 per 50-minute session", "180 USD 50 minutes;"},
        {"50 minutes: $180", "180 USD 50 minutes;"},
        {"$180 / 50 min", "180 USD 50 minutes;"},
        {"90-minute intake $250", "250 USD 90 minutes;"},
        {"$230 (60 minutes).", "230 USD 60 minutes;"},
        {"Individual session, $165 (45 minutes)", "165 USD 45 minutes;"},
        {"One person, 50 minutes£75", "75 GBP 50 minutes;"},
        {"$140 plus HST for a 50-minute hour", "140 USD 50 minutes;"},
        {"$175 plus HST, 75 minutes.", "175 USD 75 minutes;"},
        {"90 minutes, $350 love offering", "350 USD 90 minutes;"},
        {"2½ hours, $650", "650 USD 150 minutes;"},
        {"$320 / 2 hours", "320 USD 120 minutes;"},
        {"Two hours $260, four hours $440.", "260 USD 120 minutes;440 USD 240 minutes;"},
        {"half hour 90 CAD / hour $140 CAD", "90 CAD 30 minutes;140 CAD hour;"},
        {"£95 for fifty minutes on your own. £120 as a pair. Concessions: £60.",
         "95 GBP 50 minutes;120 GBP ;60 GBP ;"},
        {"$190 for 55 minutes; interns see clients at $60.", "190 USD 55 minutes;60 USD ;"},
        {"$150 for 50 minutes, $220 for 80 minutes", "150 USD 50 minutes;220 USD 80 minutes;"},
        {"50 minutes $150 / 80 minutes $220", "150 USD 50 minutes;220 USD 80 minutes;"},
        {"$180 per 50 min. session", "180 USD 50 minutes;"},
        {"$150 an hour and a half", "150 USD 90 minutes;"},
        {"After a free 15-minute call, $180.", "180 USD ;"},
        {"The Thaw (six sessions) $1,680", "1680 USD ;"},
        {"$180 for 50 minutes. $180 for 80 minutes.", "180 USD 50 minutes;180 USD 80 minutes;"},
    };
    assert_prices("", examples, sizeof examples / sizeof *examples);
}

static void other_tongues_are_read(void **state)
{
    (void)state;
    static const example examples[] = {
        {"Sesión individual, 55 minutos 70 €", "70 EUR 55 minutes;"},
        {"Sesión de una hora: 70 €, pareja 90 €", "70 EUR hour;90 EUR hour;"},
        {"60 € por sesión", "60 EUR session;"},
        {"wer selbst zahlt, zahlt für 50 Minuten 110 € (Einzel) oder für 100 Minuten 180 € "
         "(Paare).",
         "110 EUR 50 minutes;180 EUR 100 minutes;"},
        {"110 € pro Sitzung", "110 EUR session;"},
        {"95,00 € je Stunde", "95 EUR hour;"},
        {"70 € la séance", "70 EUR session;"},
        {"Sesja 50 minut: 220 zł", "220 PLN 50 minutes;"},
        {"330,- zł za sesję", "330 PLN session;"},
        {"Sezení 60 minut stojí 900,- Kč pro oba. Mediace 1 200,- Kč za hodinu.",
         "900 CZK 60 minutes;1200 CZK hour;"},
        {"50分 9,000円", "9000 JPY 50 minutes;"},
        {"８，８００円／５０分", "8800 JPY 50 minutes;"},
        {"CHF 150.- pro Stunde", "150 CHF hour;"},
        {"R$ 250 por sessão", "250 BRL session;"},
        {"₹1,500 per session", "1500 INR session;"},
    };
    assert_prices("", examples, sizeof examples / sizeof *examples);
}

static void a_sign_that_several_share_is_read_by_the_country(void **state)
{
    (void)state;
    static const struct {
        const char *country;
        example example;
    } cases[] = {
        {"US", {"$180", "180 USD ;"}},
        {"CA", {"$180", "180 CAD ;"}},
        {"AU", {"$180", "180 AUD ;"}},
        {"NZ", {"$180", "180 NZD ;"}},
        {"MX", {"$900", "900 MXN ;"}},
        {"GB", {"$180", "180 USD ;"}},
        {"AU", {"US$180", "180 USD ;"}},
        {"US", {"AU$390", "390 AUD ;"}},
        {"", {"A$390", "390 AUD ;"}},
        {"", {"C$180", "180 CAD ;"}},
        {"", {"CA$180", "180 CAD ;"}},
        {"", {"MX$900", "900 MXN ;"}},
        {"", {"$160 CAD", "160 CAD ;"}},
        {"", {"$900 MXN por sesión", "900 MXN session;"}},
        {"SE", {"1 200 kr", "1200 SEK ;"}},
        {"NO", {"kr 950", "950 NOK ;"}},
        {"", {"950 kr", ""}},
        {"JP", {"￥8,800", "8800 JPY ;"}},
        {"CN", {"¥500", "500 CNY ;"}},
        {"", {"TX$165", "165 USD ;"}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_prices(cases[i].country, &cases[i].example, 1);
}

static void both_ends_of_a_range_are_prices(void **state)
{
    (void)state;
    static const example examples[] = {
        {"$180-$220", "180 USD ;220 USD ;"},
        {"$120–$180 per session", "120 USD session;180 USD session;"},
        {"$120-180 per session", "120 USD session;180 USD session;"},
        {"$120 to $180", "120 USD ;180 USD ;"},
        {"60-80 € por sesión", "60 EUR session;80 EUR session;"},
        {"80 bis 120 €", "80 EUR ;120 EUR ;"},
        {"between $120 and $180 an hour", "120 USD hour;180 USD hour;"},
        {"sliding scale from $90", "90 USD ;"},
        {"$150 - 50 minutes", "150 USD 50 minutes;"},
    };
    assert_prices("", examples, sizeof examples / sizeof *examples);
}

static void what_is_no_fee_is_no_price(void **state)
{
    (void)state;
    static const example examples[] = {
        {"Your copay may be $30.", ""},
        {"$30 copay", ""},
        {"Save $20", ""},
        {"$20 off for students", ""},
        {"$180 per session, $20 off for cash", "180 USD session;"},
        {"Late cancellations are $75.", ""},
        {"Later than that I ask $75", ""},
        {"From $65 a week.", ""},
        {"List with us for $29 a month", ""},
        {"$180 per session, 24-hour cancellation policy", "180 USD session;"},
        {"A notebook, $24 with free shipping.", ""},
        {"3.7 (6 reviews)Claimed $$ Counseling", ""},
        {"Call 503-555-0123 by 2026-11-23", ""},
    };
    assert_prices("", examples, sizeof examples / sizeof *examples);
}

/* ---- What stands beside */

typedef struct {
    const char *text;
    bf_block_kind kind;
    uint32_t row; /* of a cell, or the term of a detail */
} part;

/* Appends an element of what it is in. */
static uint32_t add_element(bf_document *document, bf_str tag, uint32_t parent, uint32_t block)
{
    uint32_t number = (uint32_t)document->element_count++;
    document->elements[number] =
        (bf_element){.tag = tag, .parent = parent, .first_block = block, .last = number};
    return number;
}

/* A page of `parts`: those of one row after another, in one table. */
static void read_parts(const part *parts, size_t count, char *out, size_t size)
{
    bf_arena *arena = bf_arena_new(1 << 20);
    bf_element elements[32];
    bf_block blocks[16] = {0};
    uint32_t numbers[16], row = BF_NONE;
    bf_document document = {.elements = elements, .blocks = blocks, .block_count = count};
    bf_contact_prices prices = {0};
    uint32_t table = add_element(&document, BF_STR("table"), BF_NONE, 0);
    for (uint32_t i = 0; i < count; i++) {
        bool cell = parts[i].kind == BF_BLOCK_CELL;
        numbers[i] = i;
        blocks[i] =
            (bf_block){.text = bf_str_of(parts[i].text),
                       .kind = parts[i].kind,
                       .element = BF_NONE,
                       .list = cell ? table : BF_NONE,
                       .question = parts[i].kind == BF_BLOCK_DETAIL ? parts[i].row : BF_NONE};
        if (!cell)
            continue;
        if (i == 0 || parts[i].row != parts[i - 1].row)
            row = add_element(&document, BF_STR("tr"), table, i);
        blocks[i].element = add_element(&document, BF_STR("td"), row, i);
        elements[row].last = blocks[i].element;
        elements[row].block_count++;
        elements[table].block_count++;
        elements[blocks[i].element].block_count = 1;
    }
    assert_true(bf_price_read_blocks(&document, numbers, count, (bf_str){0}, arena, &prices));
    join(&prices, out, size);
    bf_arena_free(arena);
}

static void an_amount_alone_is_for_what_stands_beside_it(void **state)
{
    (void)state;
    const bf_block_kind P = BF_BLOCK_PARAGRAPH, C = BF_BLOCK_CELL, T = BF_BLOCK_TERM,
                        D = BF_BLOCK_DETAIL;
    const struct {
        part parts[9];
        const char *found;
    } cases[] = {
        {{{"50 minutes", P, 0}, {"120 EUR", P, 0}}, "120 EUR 50 minutes;"},
        {{{"Individual session (50 minutes)", C, 1}, {"$180", C, 1}}, "180 USD 50 minutes;"},
        {{{"Couples", C, 1}, {"80 minutes", C, 1}, {"$290", C, 1}, {"Call", C, 2}, {"$20", C, 2}},
         "290 USD 80 minutes;20 USD ;"},
        {{{"$180", C, 1}, {"per session", C, 1}}, "180 USD session;"},
        {{{"", C, 1},
          {"50 min", C, 1},
          {"80 min", C, 1},
          {"Couples", C, 2},
          {"$180", C, 2},
          {"$220", C, 2}},
         "180 USD 50 minutes;220 USD 80 minutes;"},
        {{{"The Union (150 minutes)", T, 0}, {"US$620", D, 0}}, "620 USD 150 minutes;"},
        {{{"75 minutes", P, 0}, {"First meeting, both partners. $245.", P, 0}},
         "245 USD 75 minutes;"},
        {{{"50 min", P, 0}, {"$180", P, 0}, {"80 min", P, 0}, {"$220", P, 0}},
         "180 USD 50 minutes;220 USD 80 minutes;"},
        {{{"$180", P, 0}, {"50 min", P, 0}, {"$220", P, 0}, {"80 min", P, 0}},
         "180 USD 50 minutes;220 USD 80 minutes;"},
        {{{"Single session", P, 0},
          {"The studio, shoes off", P, 0},
          {"$320", P, 0},
          {"The Thaw (six sessions)", P, 0},
          {"twelve weeks", P, 0},
          {"$1,680", P, 0}},
         "320 USD session;1680 USD ;"},
        {{{"I see each of you for 50 minutes, and then we talk about what comes next, and how, and "
           "when.",
           P, 0},
          {"$320", P, 0}},
         "320 USD ;"},
        {{{"$180 an hour", P, 0}, {"50 min", P, 0}}, "180 USD hour;"},
        {{{"One session", P, 0}, {"$190 for 55 minutes; interns ask $60.", P, 0}},
         "190 USD 55 minutes;60 USD ;"},
    };
    char got[256];
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        size_t count = 0;
        while (count < 9 && cases[i].parts[count].text != NULL)
            count++;
        read_parts(cases[i].parts, count, got, sizeof got);
        if (strcmp(got, cases[i].found) != 0)
            fail_msg("case %zu (\"%s\") gives \"%s\"", i, cases[i].parts[0].text, got);
    }
}

static void text_that_means_harm_takes_little_time(void **state)
{
    (void)state;
    static const char *const parts[] = {"1",   "$1 ", "1,",      "$ ",  "50 minutes ", "1 2",
                                        "$1-", "a-",  "$1 per ", "kr ", "1 a ",        "min. "};
    enum { SIZE = 1 << 18 };
    char *text = malloc(SIZE);
    assert_non_null(text);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        bf_arena *arena = bf_arena_new(16 << 20);
        bf_contact_prices prices = {0};
        size_t length = strlen(parts[i]), filled = 0;
        for (; filled + length <= SIZE; filled += length)
            memcpy(text + filled, parts[i], length);
        assert_true(
            bf_price_read((bf_str){text, filled}, (bf_str){0}, BF_STR("SE"), arena, &prices));
        assert_true(prices.count <= BF_CONTACT_MOST);
        bf_arena_free(arena);
    }
    free(text);
}

static void want_of_memory_is_told(void **state)
{
    (void)state;
    bf_arena *arena = bf_arena_new(1);
    bf_contact_prices prices = {0};
    assert_false(bf_price_read(BF_STR("$180"), (bf_str){0}, (bf_str){0}, arena, &prices));
    bf_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_price_has_its_currency_and_what_it_is_for),
        cmocka_unit_test(minutes_are_told_as_such),
        cmocka_unit_test(other_tongues_are_read),
        cmocka_unit_test(a_sign_that_several_share_is_read_by_the_country),
        cmocka_unit_test(both_ends_of_a_range_are_prices),
        cmocka_unit_test(what_is_no_fee_is_no_price),
        cmocka_unit_test(an_amount_alone_is_for_what_stands_beside_it),
        cmocka_unit_test(text_that_means_harm_takes_little_time),
        cmocka_unit_test(want_of_memory_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

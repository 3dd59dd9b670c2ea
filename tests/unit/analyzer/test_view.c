/* test_view.c: the matching views of a text beside N, and what each undoes. */
#include "tests/support/arenas.h"

#include <string.h>

#include "analyzer/letter.h"
#include "analyzer/view.h"
#include "common/utf8.h"

/* Checks that each byte of a view leads back to a character of view N, in order. */
static void check_way_back(const bf_view *view, const bf_folded *folded)
{
    const bf_edit_text *text = &view->text;
    assert_true(bf_utf8_valid(text->text));
    assert_int_equal(text->origin[text->text.length], folded->text.length);
    for (size_t i = 0; i < text->text.length; i++)
        assert_true(text->origin[i] < folded->text.length &&
                    text->origin[i] <= text->origin[i + 1]);
}

static bf_views views_of(bf_str shown, bf_folded *folded)
{
    bf_error err = {0};
    bf_views views;
    assert_true(bf_fold(shown, arena, folded, &err));
    assert_true(bf_views_make(folded, shown, arena, &views, &err));
    for (size_t i = 0; i < views.count; i++)
        check_way_back(&views.items[i], folded);
    return views;
}

/* The text of view `kind` of `shown`; NULL bytes when it has none. */
static bf_str view_of(const char *shown, bf_view_kind kind)
{
    bf_folded folded;
    bf_views views = views_of(bf_str_of(shown), &folded);
    for (size_t i = 0; i < views.count; i++)
        if (views.items[i].kind == kind)
            return views.items[i].text.text;
    return (bf_str){0};
}

typedef struct {
    const char *shown, *view; /* NULL: there is none */
} example;

static void assert_read_as(bf_view_kind kind, const example *examples, size_t count)
{
    size_t wrong = 0;
    for (size_t i = 0; i < count; i++) {
        bf_str got = view_of(examples[i].shown, kind);
        bool same = examples[i].view == NULL ? got.bytes == NULL
                                             : bf_str_equal(got, bf_str_of(examples[i].view));
        if (!same)
            print_error("%s of \"%s\" is \"%.*s\"\n", bf_view_name(kind), examples[i].shown,
                        BF_STR_ARG(got));
        wrong += !same;
    }
    assert_int_equal(wrong, 0);
}
#define ASSERT_READ_AS(kind, examples)                                                             \
    assert_read_as(kind, examples, sizeof(examples) / sizeof *(examples))

static void a_has_no_accents_and_keeps_n_with_a_tilde(void **state)
{
    (void)state;
    static const example examples[] = {
        {"", NULL},
        {"plain words, 120 of them", NULL},
        {"Érotique", "erotique"},
        {"masaje erótico, señora", "masaje erotico, señora"},
        {"señora", NULL},
        {"sen\u0303or", NULL}, /* composed by N */
        {"Đặng Thị Hồng", "dang thi hong"},
        {"Łódź, Ærø", "lodz, æro"},
        {"kapı, İzmir", "kapi, izmir"},
        {"s\u0336e\u0336x\u0336", "sex"},
        {"Ёлка й ά", NULL}, /* marks of other alphabets are no accents of Latin */
        {"שלום", NULL},
        {"한국어", NULL},
        {"\u0301e", NULL}, /* a mark on nothing */
    };
    ASSERT_READ_AS(BF_VIEW_ACCENTS, examples);
}

static void f_has_latin_letters_in_words_of_mixed_alphabets(void **state)
{
    (void)state;
    static const example examples[] = {
        {"sехual mаssage", "sexual massage"},
        {"МASSAGE, Тouch", "massage, touch"}, /* capitals of Cyrillic */
        {"ΝO, νalue", "no, value"},           /* a capital looks like another letter */
        {"erοtic", "erotic"},                 /* Greek */
        {"ѕ3х in", "s3x in"},
        {"sе\u0301x", "sex"}, /* with a mark */
        {"sёx", "sex"},
        {"ꜱᴇx ᴍᴀꜱꜱᴀɢᴇ", "sex massage"},
        {"🅂🄴🅇 🅢🅔🅧", "sex sex"}, /* the first three by N */
        {"🇸🇪🇽 here", "sex here"},
        {"🅼ассаж of", NULL}, /* ж is like no letter, but the word has no Latin one */
        {"tантра", "tahtpa"},
    };
    ASSERT_READ_AS(BF_VIEW_LOOKALIKES, examples);
}

static void honest_words_of_other_alphabets_have_no_view_f(void **state)
{
    (void)state;
    static const example examples[] = {
        {"Психотерапия в центре города", NULL},
        {"Сессия в Zoom или у нас", NULL},
        {"Ψυχοθεραπεία στο κέντρο", NULL},
        {"心理カウンセリング", NULL},
        {"טיפול מיני, ענת", NULL},
        {"العلاج", NULL},
        {"🇺🇸 and 🇪🇸", NULL},
        {"β-carotene, 5 μg", NULL},
    };
    for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
        bf_str got = view_of(examples[i].shown, BF_VIEW_LOOKALIKES);
        if (got.bytes && bf_str_find(got, BF_STR("sex"), 0) != SIZE_MAX)
            fail_msg("%s", examples[i].shown);
    }
    static const example none[] = {
        {"Психотерапия в центре города", NULL}, {"心理カウンセリング", NULL}, {"🇺🇸 and 🇪🇸", NULL}};
    ASSERT_READ_AS(BF_VIEW_LOOKALIKES, none);
}

static void words_of_nothing_but_look_alikes_are_latin_beside_latin_words(void **state)
{
    (void)state;
    static const example examples[] = {
        {"I offer ѕех", "i offer sex"},
        {"ѕех", "sex"},
        {"ѕех и массаж", NULL}, /* a Russian sentence: ж looks like none */
    };
    ASSERT_READ_AS(BF_VIEW_LOOKALIKES, examples);
}

static void every_look_alike_is_undone_in_a_mixed_word(void **state)
{
    (void)state;
    size_t count = 0;
    for (uint32_t c = 0x80; c < 0x20000; c++) {
        const bf_letter_row *row = bf_letter_lookalike(c);
        bf_buf word;
        bf_str shown, view;
        bf_error err = {0};
        if (row == NULL)
            continue;
        count++;
        assert_true(row->first != 0 || row->second != 0);
        bf_buf_init(&word, 64);
        bf_buf_append(&word, BF_STR("q"));
        bf_utf8_append(&word, c);
        bf_buf_append_char(&word, '\0');
        assert_true(bf_buf_view(&word, "word", &shown, &err));
        view = view_of(shown.bytes, BF_VIEW_LOOKALIKES);
        if (view.length != 2 || view.bytes[1] != (row->first ? row->first : row->second))
            fail_msg("U+%04X is read as \"%.*s\"", (unsigned)c, BF_STR_ARG(view));
        bf_buf_free(&word);
    }
    assert_true(count > 300);
}

static void l_has_letters_for_signs_inside_words(void **state)
{
    (void)state;
    static const example examples[] = {
        {"s3x", "sex"},
        {"m@$$4g3", "massage"},
        {"er0t1c", "erotic"},
        {"3rotic, 0ral, $ensual, @nal", "erotic, oral, sensual, anal"},
        {"sensua1", "sensual"},
        {"s€xual", "sexual"},
        {"t!ts", "tits"},
        {"s!e!x s+e+x s|e|x", "sex sex sex"}, /* a sign each time is none */
        {"H4PPY 3ND1NG", "happy ending"},
        {"Welcome! $120, 60min, 1st, 2nd, 4x4, 24h", NULL},
        {"B2B, H2O, CO2, CO₂, A+, C++", NULL},
        {"anna@tantra.example, ring 415-555-0142", NULL},
        {"m@ssage.", "massage."},
        {"Q&A: yes!", NULL},
        {"8am - 5pm", NULL},
        {"№ 5", NULL},
        {"тож$ensual", NULL}, /* the sign begins no word: a letter stands before it */
        {"s3\u0323x", NULL},  /* a mark would stand on the letter, which A would have taken off */
    };
    ASSERT_READ_AS(BF_VIEW_LEET, examples);
}

static void a_one_is_an_i_and_in_another_view_an_l(void **state)
{
    (void)state;
    static const example again[] = {
        {"p1easure", "pleasure"},
        {"s3x", NULL}, /* has one reading */
        {"", NULL},
    };
    static const example first[] = {{"p1easure", "pieasure"}, {"int1mate", "intimate"}};
    ASSERT_READ_AS(BF_VIEW_LEET_AGAIN, again);
    ASSERT_READ_AS(BF_VIEW_LEET, first);
}

static void s_has_words_for_letters_set_apart(void **state)
{
    (void)state;
    static const example examples[] = {
        {"s e x", "sex"},
        {"s.e.x.u.a.l t.o.u.c.h", "sexual touch"},
        {"s. e. x", "sex"},
        {"s-e-x, s_e_x, s*e*x, s/e/x, s~e~x", "sex, sex, sex, sex, sex"},
        {"s 💋 e 🔥 x", "sex"},
        {"s·e·x s•e•x", "sex sex"},
        {"s - e - x", "sex"},
        {"s e x u a l  t o u c h", "sexual  touch"}, /* two blanks part words */
        {"S e x u a l T o u c h", "sexual touch"},   /* and a capital does */
        {"s 3 x", "sex"},
        {"s.3.x", "sex"},
        {"ѕ.е.х with", "sex with"},
        {"'s e x'", "'sex'"},
        {"we give s.e.x. with love", "we give sex with love"},
        {"We give s.e.x. We do.", "we give sex. we do."},
        {"x - s.e.x", "x - sex"},
        {"W E L C O M E", "welcome"},
        {"J. R. R. Smith, L.M.F.T.", "jrr. smith, lmft."},
        {"M.A., Ph.D. I am", NULL},
        {"B 2 B, 1 2 3", NULL},
        {"s.e.x by M.A., B 2 B", "sex by m.a., b 2 b"},
        {"s e", NULL},
        {"s e'x", NULL},
        {"plan a, b and c", NULL},
        {"s\ne\nx", NULL},
        {"s (e) x", NULL},
        {"s\u0301 e x", "sex"}, /* a mark is off in A */
    };
    ASSERT_READ_AS(BF_VIEW_SPACED, examples);
}

static void a_first_word_of_one_letter_stays_in_the_other_reading(void **state)
{
    (void)state;
    static const example again[] = {{"have a s e x", "have a sex"}};
    static const example first[] = {{"a n a l", "anal"}};
    ASSERT_READ_AS(BF_VIEW_SPACED_AGAIN, again);
    ASSERT_READ_AS(BF_VIEW_SPACED, first);
}

static void repeated_letters_are_one_and_in_another_view_two(void **state)
{
    (void)state;
    static const example first[] = {
        {"seeexxx", "sex"},    {"maaassssage", "masage"}, {"sooo", "so"},
        {"www xxx iii", NULL}, {"good, too", NULL},
    };
    static const example again[] = {{"massssage", "massage"}, {"seeexxx", "seexx"}};
    ASSERT_READ_AS(BF_VIEW_SPACED, first);
    ASSERT_READ_AS(BF_VIEW_SPACED_AGAIN, again);
}

static void what_was_undone_is_known_by_its_place(void **state)
{
    (void)state;
    bf_folded folded;
    bf_views views = views_of(BF_STR("no s3x, m\u0430ss\u00e1ge"), &folded);
    assert_int_equal(views.count, 3); /* A, F, L */
    const bf_view *last = &views.items[2];
    assert_true(bf_str_equal(last->text.text, BF_STR("no sex, massage")));
    assert_int_equal(bf_view_undone(last, 0, 3), 0);
    assert_int_equal(bf_view_undone(last, 3, 6), 1u << BF_DISGUISE_LEET);
    assert_int_equal(bf_view_undone(last, 8, 10), 1u << BF_DISGUISE_LOOKALIKE);
    assert_int_equal(bf_view_undone(last, 11, 15), BF_DISGUISE_ACCENT);
    size_t begin, end;
    bf_edit_source(&last->text, 8, 15, &begin, &end);
    assert_true(bf_str_equal(bf_str_slice(folded.text, begin, end), BF_STR("m\u0430ss\u00e1ge")));
}

static void three_marks_on_a_letter_are_more_than_an_accent(void **state)
{
    (void)state;
    static const struct {
        const char *shown;
        unsigned undone;
    } cases[] = {
        {"\u1ec7", BF_DISGUISE_ACCENT}, /* Vietnamese */
        {"e\u0323\u0302", BF_DISGUISE_ACCENT},
        {"e\u0323\u0302\u0336", BF_DISGUISE_ACCENT | 1u << BF_DISGUISE_MARKS},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bf_folded folded;
        bf_views views = views_of(bf_str_of(cases[i].shown), &folded);
        assert_int_equal(views.count, 1);
        assert_true(bf_str_equal(views.items[0].text.text, BF_STR("e")));
        assert_int_equal(bf_view_undone(&views.items[0], 0, 1), cases[i].undone);
    }
}

static void a_text_that_no_person_writes_is_read_in_one_way(void **state)
{
    (void)state;
    enum { MEBIBYTE = 1024 * 1024 };
    char *text = bf_arena_take(arena, MEBIBYTE + 1, 1);
    bf_folded folded;
    assert_non_null(text);
    memset(text, ' ', MEBIBYTE + 1);
    memcpy(text, "p1easure", 8);
    assert_int_equal(views_of((bf_str){text, MEBIBYTE}, &folded).count, 2);
    assert_int_equal(views_of((bf_str){text, MEBIBYTE + 1}, &folded).count, 1);
}

static void no_memory_is_an_error(void **state)
{
    (void)state;
    bf_error err = {0};
    bf_folded folded;
    bf_views views;
    bf_arena *small = bf_arena_new(1);
    assert_true(bf_fold(BF_STR("s3x"), arena, &folded, &err));
    assert_false(bf_views_make(&folded, BF_STR("s3x"), small, &views, &err));
    assert_int_equal(err.code, BF_ERR_MEMORY);
    bf_arena_free(small);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_has_no_accents_and_keeps_n_with_a_tilde),
        TEST(f_has_latin_letters_in_words_of_mixed_alphabets),
        TEST(honest_words_of_other_alphabets_have_no_view_f),
        TEST(words_of_nothing_but_look_alikes_are_latin_beside_latin_words),
        TEST(every_look_alike_is_undone_in_a_mixed_word),
        TEST(l_has_letters_for_signs_inside_words),
        TEST(a_one_is_an_i_and_in_another_view_an_l),
        TEST(s_has_words_for_letters_set_apart),
        TEST(a_first_word_of_one_letter_stays_in_the_other_reading),
        TEST(repeated_letters_are_one_and_in_another_view_two),
        TEST(what_was_undone_is_known_by_its_place),
        TEST(three_marks_on_a_letter_are_more_than_an_accent),
        TEST(a_text_that_no_person_writes_is_read_in_one_way),
        TEST(no_memory_is_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

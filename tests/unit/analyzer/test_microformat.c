/* test_microformat.c: what the classes of elements say of somebody. */
#include "tests/support/advertisers.h"

#include "analyzer/microformat.h"

static bf_advertisers read_html(const char *html)
{
    bf_advertisers list = {0};
    bf_error err = {0};
    bf_document document = document_of(html);
    assert_true(bf_microformat_read(&document, arena, &list, &err));
    return list;
}

static void cards_tell_of_persons_and_of_places(void **state)
{
    (void)state;
    static const struct {
        const char *html, *shown;
    } cases[] = {
        {"<div class=vcard><b class=fn>Ana Example</b>, <i class=title>Sex therapist</i><p "
         "class=adr>"
         "<span class=locality>Springfield</span>, <span class=region>CA</span> "
         "<span class=country-name>USA</span></p><p class=tel>Tel <span class=value>(503) 555-0123"
         "</span></p><a class=email href='mailto:ana@ana.example'>write</a> "
         "<a class='url' href='/me'>me</a></div>",
         "*Ana Example|Sex therapist in Springfield,CA,USA @/me +15035550123 ana@ana.example"},
        {"<div class='h-card x'><span class=p-name>Ana</span><span class=p-org>Willow</span>"
         "<span class=p-job-title>LMFT</span><a class=u-email href='mailto:a@a.example'></a>"
         "<data class=p-tel value=503-555-0123></data><a class='u-url' href='https://a.example/'>w"
         "</a><span class=p-locality>S</span><span class=p-region>OR</span>"
         "<span class=p-country-name>US</span></div>",
         "*Ana|LMFT in S,OR,US @https://a.example/ +15035550123 a@a.example"},
        {"<a class=h-card href=/ana>Ana Example</a>", "*Ana Example @/ana"},
        {"<p class=vcard><span class='fn org'>Willow</span>", "Willow"},
        {"<p class=h-card><span class='p-name p-org'>Willow</span>", "Willow"},
        {"<p class=vcard><span class=org>Willow</span><a class=tel href=tel:+15035550123>call</a>",
         "Willow +15035550123"},
        {"<div class=h-card><b class=p-name>A</b><div class='p-org h-card'><b class=p-name>B</b>"
         "</div></div>",
         "*A ^1; B"},
        {"<p class=vcard>no name", ""},
        {"<p class='business-card fn'>no card", ""},
        {"<div class=h-card><p class=p-note>x</p>A card of so many words that they cannot be the "
         "name of anybody at all, however long people's names may be.</div>",
         ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bf_advertisers list = read_html(cases[i].html);
        if (strcmp(show_advertisers(&list), cases[i].shown) != 0)
            fail_msg("%s\n  gives %s", cases[i].html, shown);
    }
}

/* Every blog has such cards. */
static void authors_of_posts_reviews_and_comments_are_nobody(void **state)
{
    (void)state;
    static const char *const cases[] = {
        "<article class=hentry><span class='author vcard'><a class='url fn n' href=/a>admin</a>",
        "<p class=byline><span class=vcard><a class=fn>Ana</a>",
        "<div class=h-entry><a class='p-author h-card' href=/a>Ana</a>",
        "<div class=hreview><span class='reviewer vcard'><b class=fn>Cleo Client</b>",
        "<div class='comment-author vcard'><cite class=fn>Cleo</cite>",
        "<section id=comments><p class=vcard><b class=fn>Cleo</b></section>",
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (read_html(cases[i]).count != 0)
            fail_msg("%s\n  gives somebody", cases[i]);
    assert_int_equal(read_html("<article class=hentry><p class=vcard><b class=fn>Ana").count, 1);
}

static void a_card_knows_its_element(void **state)
{
    (void)state;
    bf_advertisers list = read_html("<p>x</p><p class=vcard><b class=fn>Ana</b></p>");
    bf_document document = document_of("<p>x</p><p class=vcard><b class=fn>Ana</b></p>");
    assert_int_equal(list.count, 1);
    assert_view(document.elements[list.items[0].element].classes, "vcard");
}

static void nesting_takes_no_more_than_its_length(void **state)
{
    (void)state;
    bf_error err = {0};
    bf_advertisers list = {0};
    size_t length = 0, size = 1 << 20;
    char *html = bf_arena_take(arena, size, 1);
    assert_non_null(html);
    while (length + 100 < size)
        length += (size_t)snprintf(html + length, size - length,
                                   "<i class='vcard fn tel email'>a@b.example 503-555-0123 ");
    bf_document document = document_of(html);
    size_t before = bf_arena_used(arena);
    assert_true(bf_microformat_read(&document, arena, &list, &err));
    assert_true(bf_arena_used(arena) - before < 4 * size);
}

static void want_of_memory_is_an_error(void **state)
{
    (void)state;
    bf_error err = {0};
    bf_advertisers list = {0};
    bf_document document = document_of("<p class=vcard><b class=fn>x");
    bf_arena *small = bf_arena_new(8);
    assert_non_null(small);
    assert_false(bf_microformat_read(&document, small, &list, &err));
    assert_int_equal(err.code, BF_ERR_MEMORY);
    bf_arena_free(small);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(cards_tell_of_persons_and_of_places),
        TEST(authors_of_posts_reviews_and_comments_are_nobody),
        TEST(a_card_knows_its_element),
        TEST(nesting_takes_no_more_than_its_length),
        TEST(want_of_memory_is_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

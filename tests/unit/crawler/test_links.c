/* test_links.c: the links of one page, as a crawler follows them. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "common/buf.h"
#include "crawler/links.h"

enum { MOST_TEXT = 8192 };

/* What was told: each URL and a blank. */
typedef struct {
    char text[MOST_TEXT];
    size_t used, count, most; /* told at most; 0: all */
    bf_links_said said;
    char canonical[256];
} told;

static bool tell(const bf_url *url, void *user)
{
    told *to = user;
    to->count++;
    if (to->used + url->text.length + 2 < sizeof to->text)
        to->used += (size_t)snprintf(to->text + to->used, sizeof to->text - to->used, "%.*s ",
                                     BF_STR_ARG(url->text));
    return to->count != to->most;
}

/* The links of the response `message`, fetched as http://example.com/a/b.html. */
static told links_of(bf_str message, size_t most, bool *ended, bf_error *err)
{
    bf_arena *arena = bf_arena_new(64 * 1024 * 1024);
    const bf_page_limits limits = {0};
    told seen = {.most = most};
    bf_page page;
    bf_url url;
    assert_non_null(arena);
    assert_true(bf_url_parse(BF_STR("http://example.com/a/b.html"), NULL, arena, &url, err));
    assert_true(bf_page_from_http(message, url.text, &limits, arena, &page, err));
    *ended = bf_links_each(&page, &url, arena, &seen.said, tell, &seen, err);
    snprintf(seen.canonical, sizeof seen.canonical, "%.*s", BF_STR_ARG(seen.said.canonical));
    bf_arena_free(arena);
    return seen;
}

/* The links of `body`, sent with `fields`. */
static told read_page(const char *fields, bf_str body)
{
    bf_buf message;
    bf_error err = {0};
    bool ended;
    bf_buf_init(&message, 1 << 20);
    bf_buf_append_format(&message, "HTTP/1.1 200 OK\r\n%s\r\n", fields);
    bf_buf_append(&message, body);
    told seen = links_of((bf_str){message.bytes, message.length}, 0, &ended, &err);
    assert_true(ended);
    bf_buf_free(&message);
    return seen;
}

static void assert_message_gives(const char *fields, bf_str body, const char *expected)
{
    told seen = read_page(fields, body);
    assert_string_equal(seen.text, expected);
}

static void assert_gives(const char *html, const char *expected)
{
    assert_message_gives("", bf_str_of(html), expected);
}

static void what_links_is_a_area_frames_and_refresh(void **state)
{
    (void)state;
    assert_gives(
        "<a href=c.html>c</a><map><area href='/d'></map><iframe src=//e.example/></iframe>",
        "http://example.com/a/c.html http://example.com/d http://e.example/ ");
    assert_gives("<frameset><frame src=f.html></frameset>", "http://example.com/a/f.html ");
    assert_gives("<meta http-equiv=Refresh content='5; URL=next.html'>",
                 "http://example.com/a/next.html ");
    assert_gives("<meta http-equiv=refresh content=\"0;url='/q'\">", "http://example.com/q ");
    assert_gives("<meta http-equiv=refresh content=30>", "");
}

static void what_only_shows_or_sends_something_is_not_followed(void **state)
{
    (void)state;
    assert_gives("<img src=i.png srcset='i2.png 2x, i3.png 3x'><source srcset=s.webp>"
                 "<link rel=stylesheet href=s.css><script src=j.js></script><form action=f></form>"
                 "<video src=v.mp4></video><a name=n>n</a><p href=p>p</p><!-- <a href=z>z</a> -->"
                 "<script>'<a href=y>y</a>'</script>",
                 "");
}

static void a_base_holds_for_all_links_wherever_it_stands(void **state)
{
    (void)state;
    assert_gives("<a href=c>c</a><base href=/other/><a href=d>d</a>",
                 "http://example.com/other/c http://example.com/other/d ");
    assert_gives("<base href=http://b.example/x/y><base href=/second/><a href=c>c</a>",
                 "http://b.example/x/c ");
    assert_gives("<base target=_blank><base href=/x/><a href=c>c</a>", "http://example.com/x/c ");
    assert_gives("<base href='mailto:ana@example.com'><a href=c>c</a>", "http://example.com/a/c ");
}

static void a_link_that_asks_not_to_be_followed_is_left_out(void **state)
{
    (void)state;
    assert_gives("<a rel=nofollow href=c>c</a><a rel='NoOpener NOFOLLOW' href=d>d</a>"
                 "<a rel='ugc\nnofollow\tx' href=e>e</a><area rel='external,nofollow' href=f>"
                 "<a rel=follow href=g>g</a><a rel='nofollowing' href=h>h</a>",
                 "http://example.com/a/g http://example.com/a/h ");
}

static void a_page_that_asks_so_gives_no_links_at_all(void **state)
{
    (void)state;
    static const struct {
        const char *fields, *meta;
        bool followed;
    } cases[] = {
        {"", "<meta name=robots content=nofollow>", false},
        {"", "<meta name=ROBOTS content='NoIndex, NoFollow'>", false},
        {"", "<meta name=robots content='none'>", false},
        {"", "<meta name=bonafide content='nofollow'>", false},
        {"", "<meta name=robots content='noindex'>", true},
        {"", "<meta name=robots content='index,follow'>", true},
        {"", "<meta name=otherbot content='nofollow'>", true},
        {"", "<meta name=description content='nofollow'>", true},
        {"X-Robots-Tag: nofollow\r\n", "", false},
        {"x-robots-tag: noindex, NOFOLLOW\r\n", "", false},
        {"X-Robots-Tag: none\r\n", "", false},
        {"X-Robots-Tag: noindex\r\n", "", true},
        {"X-Robots-Tag: noindex\r\nX-Robots-Tag: nofollow\r\n", "", false},
        {"X-Robots-Tag: otherbot: nofollow\r\n", "", true},
        {"X-Robots-Tag: bonafide: nofollow\r\n", "", false},
        {"X-Robots-Tag: all\r\n", "<meta name=robots content=nofollow>", false},
        {"X-Robots-Tag: nofollow\r\n", "<meta name=robots content=all>", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char html[256]; /* the wish stands behind the link: it holds all the same */
        snprintf(html, sizeof html, "<a href=/c>c</a>%s", cases[i].meta);
        assert_message_gives(cases[i].fields, bf_str_of(html),
                             cases[i].followed ? "http://example.com/c " : "");
    }
}

static void what_a_page_asks_for_is_told_with_who_asked(void **state)
{
    (void)state;
    told seen = read_page("X-Robots-Tag: noindex\r\n",
                          BF_STR("<a href=/c>c</a><meta name=robots content=none>"));
    assert_true(seen.said.directives.noindex && seen.said.directives.nofollow);
    assert_int_equal(seen.said.directives.noindex_by, BF_DIRECTIVES_FIELD);
    assert_int_equal(seen.said.directives.nofollow_by, BF_DIRECTIVES_META);
    seen = read_page("", BF_STR("<a href=/c>c</a>"));
    assert_false(seen.said.directives.noindex || seen.said.directives.nofollow);
    seen = read_page("X-Robots-Tag: otherbot: none\r\n", BF_STR("<a href=/c>c</a>"));
    assert_false(seen.said.directives.noindex || seen.said.directives.nofollow);
    assert_string_equal(seen.text, "http://example.com/c ");
}

static void the_canonical_url_is_told_resolved_and_is_no_link(void **state)
{
    (void)state;
    static const struct {
        const char *fields, *body, *canonical;
    } cases[] = {
        {"", "", ""},
        {"", "<link rel=canonical href='/c'>", "http://example.com/c"},
        {"", "<link rel='Alternate CANONICAL' href=' c#top '>", "http://example.com/a/c"},
        {"", "<link rel=canonical href=c><base href=/x/>", "http://example.com/x/c"},
        {"", "<link rel=canonical href=1><link rel=canonical href=2>", "http://example.com/a/1"},
        {"", "<link rel=canonical><link rel=canonical href=2>", "http://example.com/a/2"},
        {"", "<link rel=canonical href=http://other.example/>", "http://other.example/"},
        {"", "<link rel=canonical href=mailto:ana@example.com>", ""},
        {"", "<link rel=canonicals href=c><a rel=canonical>c</a>", ""},
        {"", "<meta name=robots content=none><link rel=canonical href=c>",
         "http://example.com/a/c"},
        {"Link: </c>; rel=canonical\r\n", "", "http://example.com/c"},
        {"link: <c>;REL=\"canonical\"\r\n", "<base href=/x/>", "http://example.com/a/c"},
        {"Link: </c>; rel=canonical\r\n", "<link rel=canonical href=d>", "http://example.com/c"},
        {"Link: </s>; rel=preload; as=style, </c> ; rel = \"canonical\" ; type=a\r\n", "",
         "http://example.com/c"},
        {"Link: </s>; rel=preload\r\nLink: </c>; title=\"a, <b>; \\\"\"; rel=\"next "
         "canonical\"\r\n",
         "", "http://example.com/c"},
        {"Link: </s>; title=\"; rel=canonical\"\r\n", "", ""},
        {"Link: </s>; rel=next; rel=canonical\r\n", "", ""},
        {"Link: </s>; rel=canonical; anchor=\"/other\"\r\n", "", ""},
        {"Link: <mailto:ana@example.com>; rel=canonical\r\n", "<link rel=canonical href=d>",
         "http://example.com/a/d"},
        {"Link: </c; rel=canonical\r\n", "", ""},
        {"Link: </c>; rel=\"canonical\r\n", "", "http://example.com/c"}, /* a quote forgotten */
        {"Link: </c>; rel\r\nLink: </c>;;;=;\r\nLink: rel=canonical\r\nLink: >< <>\r\n", "", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        told seen = read_page(cases[i].fields, bf_str_of(cases[i].body));
        if (strcmp(seen.canonical, cases[i].canonical) != 0 || seen.count != 0)
            fail_msg("case %zu: \"%s\", not \"%s\"; %zu links", i, seen.canonical,
                     cases[i].canonical, seen.count);
    }
}

static void what_is_no_http_url_is_passed_over_and_the_rest_is_told(void **state)
{
    (void)state;
    assert_gives(
        "<a href='mailto:ana@example.com'>m</a><a href='tel:+1-202-555-0101'>t</a>"
        "<a href='javascript:void(0)'>j</a><a href='file:///etc/passwd'>f</a>"
        "<a href='http://ana:secret@example.com/'>u</a><a href='http://example.com:0/'>p</a>"
        "<a href='http://'>h</a><a href=''>e</a><a href='#here'>s</a><a href>n</a>"
        "<a href=' /good '>g</a>",
        "http://example.com/good ");
}

static void a_link_is_told_in_its_fetch_form_each_time_it_stands(void **state)
{
    (void)state;
    assert_gives("<a href='HTTP://EXAMPLE.com:80/./x/../%7Eann#top'>1</a><a href='/~ann'>2</a>"
                 "<a href='?q=1&amp;r=2'>3</a>",
                 "http://example.com/~ann http://example.com/~ann "
                 "http://example.com/a/b.html?q=1&r=2 ");
}

static void a_link_is_read_in_the_page_s_encoding(void **state)
{
    (void)state;
    assert_message_gives("Content-Type: text/html; charset=iso-8859-1\r\n",
                         BF_STR("<a href='/caf\xE9'>c</a>"), "http://example.com/caf%C3%A9 ");
    assert_message_gives("Content-Type: text/html; charset=utf-8\r\n",
                         BF_STR("<a href='/caf\xC3\xA9'>c</a>"), "http://example.com/caf%C3%A9 ");
    assert_message_gives("", BF_STR("\xFF\xFE<\0a\0 \0h\0r\0e\0f\0=\0/\0x\0>\0x\0<\0/\0a\0>\0"),
                         "http://example.com/x ");
}

static void broken_pages_give_what_can_be_read(void **state)
{
    (void)state;
    assert_gives("", "");
    assert_gives("<", "");
    assert_gives("<a href=", "");
    assert_message_gives("", BF_STR("\0"), "");
    assert_message_gives("", BF_STR("<a href=\0/x>"), "http://example.com/a/%7F/x ");
    assert_message_gives("", BF_STR("\xFF\xFF\xFF"), "");
}

static void of_one_page_at_most_6000_links_are_told(void **state)
{
    (void)state;
    bf_buf message;
    bf_error err = {0};
    bool ended;
    bf_buf_init(&message, 1 << 20);
    bf_buf_append(&message, BF_STR("HTTP/1.1 200 OK\r\n\r\n"));
    for (int i = 0; i < BF_LINKS_MOST + 10; i++)
        bf_buf_append_format(&message, "<a href=/%d>x</a>", i);
    told seen = links_of((bf_str){message.bytes, message.length}, 0, &ended, &err);
    assert_true(ended);
    assert_int_equal(seen.count, BF_LINKS_MOST);
    assert_true(seen.said.cut);
    bf_buf_free(&message);
}

static void a_visit_that_says_no_ends_the_telling(void **state)
{
    (void)state;
    bf_error err = {0};
    bool ended;
    told seen = links_of(BF_STR("HTTP/1.1 200 OK\r\n\r\n<a href=/1>1</a><a href=/2>2</a>"
                                "<a href=/3>3</a>"),
                         2, &ended, &err);
    assert_false(ended);
    assert_int_equal(seen.count, 2);
    assert_int_equal(err.code, BF_OK); /* the visitor knows why */
}

static void without_memory_the_page_fails_and_says_so(void **state)
{
    (void)state;
    bf_page page = {.body = BF_STR("<a href=/c>c</a>")};
    for (size_t limit = 1; limit < 64; limit *= 2) {
        bf_arena *small = bf_arena_new(limit), *arena = bf_arena_new(1 << 16);
        told seen = {0};
        bf_url url;
        bf_error err = {0};
        assert_true(small && arena);
        assert_true(bf_url_parse(BF_STR("http://example.com/"), NULL, arena, &url, &err));
        assert_false(bf_links_each(&page, &url, small, &seen.said, tell, &seen, &err));
        assert_int_equal(err.code, BF_ERR_MEMORY);
        bf_arena_free(small);
        bf_arena_free(arena);
    }
}

/* A folder whose name takes more memory than a link beside the page. */
#define LONG "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"

static void without_memory_no_link_is_read_from_another_base(void **state)
{
    (void)state;
    bf_page page = {.body = BF_STR("<base href=/" LONG "/><a href=c>c</a>")};
    bool read = false;
    for (size_t limit = 16; limit < 4096; limit += 16) {
        bf_arena *small = bf_arena_new(limit), *arena = bf_arena_new(1 << 16);
        told seen = {0};
        bf_url url;
        bf_error err = {0};
        assert_true(small && arena);
        assert_true(bf_url_parse(BF_STR("http://example.com/"), NULL, arena, &url, &err));
        read = bf_links_each(&page, &url, small, &seen.said, tell, &seen, &err);
        assert_int_equal(err.code, read ? BF_OK : BF_ERR_MEMORY);
        assert_string_equal(seen.count > 0 ? seen.text : "",
                            read ? "http://example.com/" LONG "/c " : "");
        bf_arena_free(small);
        bf_arena_free(arena);
    }
    assert_true(read);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_links_is_a_area_frames_and_refresh),
        cmocka_unit_test(what_only_shows_or_sends_something_is_not_followed),
        cmocka_unit_test(a_base_holds_for_all_links_wherever_it_stands),
        cmocka_unit_test(a_link_that_asks_not_to_be_followed_is_left_out),
        cmocka_unit_test(a_page_that_asks_so_gives_no_links_at_all),
        cmocka_unit_test(what_a_page_asks_for_is_told_with_who_asked),
        cmocka_unit_test(the_canonical_url_is_told_resolved_and_is_no_link),
        cmocka_unit_test(what_is_no_http_url_is_passed_over_and_the_rest_is_told),
        cmocka_unit_test(a_link_is_told_in_its_fetch_form_each_time_it_stands),
        cmocka_unit_test(a_link_is_read_in_the_page_s_encoding),
        cmocka_unit_test(broken_pages_give_what_can_be_read),
        cmocka_unit_test(of_one_page_at_most_6000_links_are_told),
        cmocka_unit_test(a_visit_that_says_no_ends_the_telling),
        cmocka_unit_test(without_memory_the_page_fails_and_says_so),
        cmocka_unit_test(without_memory_no_link_is_read_from_another_base),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

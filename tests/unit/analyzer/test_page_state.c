/* test_page_state.c: the state that a page's scripts start from. */
#include "tests/support/advertisers.h"

#include "analyzer/page_state.h"

static bf_document document;
static bf_advertisers list;

static bf_page_state read_html(const char *html)
{
    bf_error err = {0};
    bf_page_state found = {0};
    list = (bf_advertisers){0};
    document = document_of(html);
    assert_true(bf_page_state_read(&document, arena, &list, &found, &err));
    return found;
}

/* The texts of field structured, "|" after each. */
static const char *show_texts(void)
{
    size_t used = 0;
    shown[0] = '\0';
    for (size_t i = 0; i < document.block_count; i++)
        if (document.blocks[i].field == BF_FIELD_STRUCTURED)
            used += (size_t)snprintf(shown + used, sizeof shown - used, "%.*s|",
                                     BF_STR_ARG(document.blocks[i].text));
    assert_true(used < sizeof shown);
    return shown;
}

typedef struct {
    const char *html, *texts;
} text_case;

static void check_texts(const text_case *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        bf_page_state found = read_html(cases[i].html);
        if (found.refused != 0)
            fail_msg("%s\n  is refused: %.*s", cases[i].html, BF_STR_ARG(found.refused_why));
        if (strcmp(show_texts(), cases[i].texts) != 0)
            fail_msg("%s\n  gives %s", cases[i].html, shown);
    }
}

static void assigned_state_is_read_whatever_stands_round_it(void **state)
{
    (void)state;
    static const text_case cases[] = {
        {"<script>window.__NUXT__={'a':'One text of some words.'};window.__APOLLO_STATE__ = {'b':"
         "'Another text of words.'};var x = 1;</script>",
         "One text of some words.|Another text of words.|"},
        {"<script>window['__INITIAL_STATE__']=window['__INITIAL_STATE__']||{'a':"
         "'One text of some words.'} || {};</script>",
         "One text of some words.|"},
        {"<script>if (a == b) { var f = () => 1 } window.__PRELOADED_STATE__ = ['One text of some "
         "words.']\n document.title = {x: 1}</script>",
         "One text of some words.|"},
        {"<script>window.__NUXT__={}; var a = {b: 'no state, and no JSON either'}</script>", ""},
    };
    check_texts(cases, sizeof cases / sizeof *cases);
}

static void a_literal_of_json_is_undone_first(void **state)
{
    (void)state;
#define QUOTE "\\x22"
    static const text_case cases[] = {
        {"<script>window.__INITIAL_STATE__=JSON.parse(`{" QUOTE "a" QUOTE ":" QUOTE
         "It\\u2019s a text \\u{2014} of words" QUOTE "}`);</script>",
         "It’s a text — of words|"},
        {"<script>__PRELOADED_STATE__ = JSON.parse( `[\"Words that are\\\n joined: \\`a\\`\"]`)"
         "</script>",
         "Words that are joined: `a`|"},
        {"<script>__PRELOADED_STATE__=JSON.parse('[\\'Some words \\\\n of two "
         "lines.\\']')</script>",
         "Some words of two lines.|"},
        {"<script>__PRELOADED_STATE__=JSON.parse('[\\'A face \\ud83d\\ude00 among words\\']')"
         "</script>",
         "A face 😀 among words|"},
    };
    check_texts(cases, sizeof cases / sizeof *cases);
}

static void what_cannot_be_read_says_why(void **state)
{
    (void)state;
    static const struct {
        const char *html, *why;
    } cases[] = {
        {"<script>window.__NUXT__=(function(a,b){return {a:a}}(1,2))</script>",
         "a script computes it"},
        {"<script>__NUXT__=JSON.parse(decodeURIComponent('%7B%7D'))</script>",
         "a script computes it"},
        {"<script>__NUXT__=JSON.parse('{</script>", "a literal that does not end"},
        {"<script>__NUXT__={a:1}</script>", "JSON: expected a name or \"}\""},
        {"<script>self.__next_f.push([1,a])</script>", "JSON: expected a value"},
        {"<script type='application/json'>{</script>",
         "JSON: the text ends inside an object or array"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bf_page_state found = read_html(cases[i].html);
        assert_int_equal(found.refused, 1);
        assert_same_view(found.refused_why, bf_str_of(cases[i].why));
    }
}

/* The document reads ' as ", so these rows are written with \x27 where JSON in JSON has \". */
static void streamed_rows_are_joined_and_read(void **state)
{
    (void)state;
    static const text_case cases[] = {
        {"<script>(self.__next_f=self.__next_f||[]).push([0]);self.__next_f.push([2,null])</script>"
         "<script>self.__next_f.push([1,'1:I[\\'some module of code here\\']\\n2:[\\'$\\',\\'p\\',"
         "null,{\\'className\\':\\'flex items-center wide\\',\\'children\\':\\'I help people to "
         "'])</script><script>self.__next_f.push([1,'talk "
         "openly.\\'}]\\n3:[\\'$\\',\\'meta\\',null,"
         "{\\'content\\':\\'A description of this page\\'}]\\n4:T16,A text of its own row.5:"
         "{\\'fee\\':\\'$$180\\',\\'ref\\':\\'$L5 and no words of text\\'}\\n'])</script>",
         "I help people to talk openly.|A text of its own row.|$180|"},
        {"<script>self.__next_f.push([1,'1:Tffffff,A text that is cut off here.'])</script>",
         "A text that is cut off here.|"},
        {"<script>self.__next_f.push([1,'1:T19,Some words for a reader é2:[]\n'])</script>",
         ""}, /* its length ends within the last character */
        {"<script>self.__next_f.push([1,'x\\n:\\n1:\\n1:T\\n1:Tz,\\n2:[broken words of a row\\n'])"
         "</script>",
         ""},
    };
    check_texts(cases, sizeof cases / sizeof *cases);
}

static void who_is_described_advertises(void **state)
{
    (void)state;
#define STATE(json) "<script type='application/json'>" json "</script>"
    static const struct {
        const char *html, *shown;
    } cases[] = {
        {STATE("{'props':{'provider':{'firstName':'Ana','lastName':'Example','jobTitle':"
               "'Sex therapist','phone':'503-555-0123','email':'a@a.example','website':"
               "'https://a.example/','location':{'city':'Springfield','state':'CA','country':'US'}}"
               "}}"),
         "*Ana Example|Sex therapist in Springfield,CA,US @https://a.example/ +15035550123 "
         "a@a.example"},
        {STATE("[{'name':'Willow','telephone':'503-555-0124'},{'fullName':'Ben Sample','title':"
               "'LMFT','city':'S'}]"),
         "*Willow +15035550124; *Ben Sample|LMFT in S"},
        {STATE("[{'name':'Home','title':'Home page'},{'name':'Springfield','city':'S'},"
               "{'name':'Support','phone':'none'},{'phone':'503-555-0123'}]"),
         ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(read_html(cases[i].html).refused, 0);
        if (strcmp(show_advertisers(&list), cases[i].shown) != 0)
            fail_msg("%s\n  gives %s", cases[i].html, shown);
    }
}

/* Each costs its own length, however many there are. */
static void hostile_state_takes_linear_time(void **state)
{
    (void)state;
    static const struct {
        const char *before, *piece, *after;
    } cases[] = {
        {"<script>__NUXT__=1;", "a__={};", "  ;</script>"},
        {"<script>__NUXT__=1;", "__b=", "</script>"},
        {"<script>self.__next_f.push([1,'", "1:T1,a", "'])</script>"},
        {"<script>self.__next_f.push([1,'", "1:[broken\\n", "'])</script>"},
        {"<script>__NUXT__=JSON.parse('", "\\\\", "')</script>"},
        {"<script type=application/json>", "[", "</script>"},
        {"<script type=application/json>", "{'a':", "</script>"},
    };
    size_t size = 4 << 20;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *html = bf_arena_take(arena, size, 1);
        size_t used = (size_t)snprintf(html, size, "%s", cases[i].before);
        while (used + 100 < size)
            used += (size_t)snprintf(html + used, size - used, "%s", cases[i].piece);
        snprintf(html + used, size - used, "%s", cases[i].after);
        read_html(html);
        bf_arena_reset(arena);
    }
}

static void want_of_memory_is_an_error(void **state)
{
    (void)state;
    bf_error err = {0};
    bf_page_state found;
    bf_data_script script = {.type = BF_STR("application/json"),
                             .text = BF_STR("[\"some words for readers of it\"]")};
    bf_document thin = {.scripts = &script, .script_count = 1};
    bf_arena *small = bf_arena_new(1);
    assert_non_null(small);
    list = (bf_advertisers){0};
    assert_false(bf_page_state_read(&thin, small, &list, &found, &err));
    assert_int_equal(err.code, BF_ERR_MEMORY);
    bf_arena_free(small);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(assigned_state_is_read_whatever_stands_round_it),
        TEST(a_literal_of_json_is_undone_first),
        TEST(what_cannot_be_read_says_why),
        TEST(streamed_rows_are_joined_and_read),
        TEST(who_is_described_advertises),
        TEST(hostile_state_takes_linear_time),
        TEST(want_of_memory_is_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

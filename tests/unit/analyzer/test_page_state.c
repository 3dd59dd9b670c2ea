/* test_page_state.c: the state that a page's scripts start from. */
#include "tests/support/advertisers.h"

#include <time.h>

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

/* The document reads ' as ", so texts here stand in `. */
static void code_that_only_names_values_is_read(void **state)
{
    (void)state;
    static const text_case cases[] = {
        {"<script>window.__NUXT__=(function(a,b){b.of=a;return {layout:`x`,data:[{bio:a,fee:`$180`,"
         "more:b}]}}(`Some words\\u002Fa text for readers.`,{}));</script>",
         "Some words/a text for readers.|$180|Some words/a text for readers.|"},
        {"<script>window.__NUXT__={layout:`x`,data:[{bio:`Some words for a reader.`}]};"
         "__NUXT__=[`Some other words for a reader.`]</script>",
         "Some words for a reader.|Some other words for a reader.|"},
    };
    check_texts(cases, sizeof cases / sizeof *cases);
}

static void what_cannot_be_read_says_why(void **state)
{
    (void)state;
    static const struct {
        const char *html, *why;
    } cases[] = {
        {"<script>window.__NUXT__=(function(a,b){return {a:c}}(1,2))</script>",
         "a script computes it"},
        {"<script>window.__NUXT__=(()=>{})()</script>", "a script computes it"},
        {"<script>__NUXT__=JSON.parse(decodeURIComponent('%7B%7D'))</script>",
         "a script computes it"},
        {"<script>__NUXT__=JSON.parse('{</script>", "a literal that does not end"},
        {"<script>__NUXT__={a:1</script>", "a literal that does not end"},
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

#define STATE(json) "<script type='application/json'>" json "</script>"

typedef struct {
    const char *html, *shown;
} described_case;

static void check_described(const described_case *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(read_html(cases[i].html).refused, 0);
        if (strcmp(show_advertisers(&list), cases[i].shown) != 0)
            fail_msg("%s\n  gives %s", cases[i].html, shown);
    }
}

static void who_is_described_advertises(void **state)
{
    (void)state;
    static const described_case cases[] = {
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
    check_described(cases, sizeof cases / sizeof *cases);
}

static void a_name_is_told_in_many_keys_and_without_titles(void **state)
{
    (void)state;
    static const described_case cases[] = {
        {STATE("[{'first_name':'Ana','last_name':'Example','tel':'503-555-0123'}]"),
         "*Ana Example +15035550123"},
        {STATE("[{'givenName':'Ana','familyName':'Example','mobile':'503-555-0123'}]"),
         "*Ana Example +15035550123"},
        {STATE("[{'displayName':'Dr. Ana Example, PhD, LMFT','firstName':'Ana','lastName':'Other',"
               "'phones':['503-555-0123','503-555-0124']}]"),
         "*Ana Example +15035550123"},
        {STATE("[{'practitionerName':'Prof. Dr. Ana Example','contact':{'email':'a@a.example',"
               "'website':'https://a.example'}}]"),
         "*Ana Example @https://a.example a@a.example"},
        {STATE("[{'firstName':'Ana','phone':'503-555-0123'},{'fullName':'Dr.','phone':"
               "'503-555-0123'}]"),
         ""},
    };
    check_described(cases, sizeof cases / sizeof *cases);
}

static void references_of_a_store_are_followed(void **state)
{
    (void)state;
    static const described_case cases[] = {
        {STATE("{'Practitioner:91':{'__typename':'Practitioner','fullName':'Ana Example',"
               "'offices':[{'__ref':'Office:3'}],'fees':[{'__ref':'Fee:1'}]},'Office:3':{'name':"
               "'Main office','city':'Springfield','state':'CA','phone':'503-555-0123'},'Fee:1':"
               "{'label':'Session','amount':180,'currency':'usd'},'ROOT_QUERY':{'viewer':null}}"),
         "*Ana Example in Springfield,CA +15035550123 180USD/session"},
        {STATE("{'props':{'apollo':{'ROOT_QUERY':{},'Office:3':{'city':'X','name':'Main','phone':"
               "'503-555-0123'},'$P:91.address':{'city':'Y'},'P:91':{'name':'Ana Example','email':"
               "'a@a.example','office':{'type':'id','id':'Office:3','generated':false}}}}}"),
         "*Ana Example in X +15035550123 a@a.example"},
        {STATE("{'P:91':{'name':'Ana Example','email':'a@a.example','office':{'__ref':'none'},"
               "'address':{'__ref':'P:91'}}}"),
         ""}, /* of its own address it is only a part */
        {STATE("{'ROOT_QUERY':{'provider({\\'slug\\':1})':{'__ref':'P:2'},'viewer':{'__ref':"
               "'P:1'}},'P:1':{'name':'Ben Sample','phone':'503-555-0124'},'P:2':{'name':"
               "'Ana Example','phone':'503-555-0123'},'P:3':{'name':'Cy Sample','phone':"
               "'503-555-0125'}}"),
         "*Ana Example +15035550123"},
    };
    check_described(cases, sizeof cases / sizeof *cases);
}

#define ANA "{'name':'Ana Example','phone':'503-555-0123'}"
#define BEN "{'name':'Ben Sample','phone':'503-555-0124'}"
#define CY "{'name':'Cy Sample','phone':'503-555-0125'}"

static void who_runs_the_site_or_reads_it_is_nobody(void **state)
{
    (void)state;
    static const described_case cases[] = {
        {STATE("{'site':" BEN ",'config':{'support':" CY "},'x':{'y':" ANA "}}"),
         "*Ana Example +15035550123"},
        {STATE("{'Operator:1':" BEN ",'viewer':" CY "}"), ""},
        {STATE("{'x':{'name':'Ana Example','email':'a@a.example','company':" BEN "}}"),
         "*Ana Example a@a.example; *Ben Sample +15035550124"},
    };
    check_described(cases, sizeof cases / sizeof *cases);
    read_html(STATE("{'runtimeConfig':{'supportPhone':'503-555-0124','name':'Site',"
                    "'blurb':'Some words for a reader.'},'phone':'503-555-0123'}"));
    assert_string_equal(show_texts(), "Some words for a reader.|503-555-0123|");
}

static void whom_the_page_is_about_is_the_one(void **state)
{
    (void)state;
    static const described_case cases[] = {
        {STATE("{'props':{'pageProps':{'similarProviders':[" BEN "," CY "],'profile':" ANA "}}}"),
         "*Ana Example +15035550123"},
        {STATE("{'pageProps':{'name':'Ana Example','phone':'503-555-0123','supervisor':" BEN "}}"),
         "*Ana Example +15035550123"},
        {STATE("{'data':[" ANA "],'state':{'list':[" BEN "," CY "]}}"),
         "*Ana Example +15035550123"},
        {STATE("{'practice':{'name':'Willow','phone':'503-555-0126','team':[" ANA "," BEN "]},"
               "'similar':[" CY "]}"),
         "Willow +15035550126; *Ana Example +15035550123; *Ben Sample +15035550124"},
        {STATE("{'data':[" ANA "," BEN "],'related':[" CY "]}"),
         "*Ana Example +15035550123; *Ben Sample +15035550124; *Cy Sample +15035550125"},
        {STATE("{'x':" ANA ",'related':[{'profile':" BEN "}]}"), "*Ana Example +15035550123"},
        {STATE("[{'provider':" ANA "},{'provider':" BEN "}]"),
         "*Ana Example +15035550123; *Ben Sample +15035550124"},
        {STATE("{'profile':" ANA "}") STATE("{'therapist':" ANA ",'x':" BEN "}"),
         "*Ana Example +15035550123"},
    };
    check_described(cases, sizeof cases / sizeof *cases);
}

static void prices_are_theirs_in_whose_object_they_stand(void **state)
{
    (void)state;
    static const described_case cases[] = {
        {STATE("{'profile':{'name':'Ana Example','phone':'503-555-0123','rates':[{'label':'Couple "
               "session','amount':180,'currency':'USD'},{'minutes':50,'price':75.5,'currency':"
               "'EUR'},{'durationMinutes':6000,'price':'90','currency':'EUR'},{'amount':5},"
               "{'currency':'EUR'}]},'x':{'amount':3,'currency':'EUR'}}"),
         "*Ana Example +15035550123 180USD/session 75.5EUR/50 minutes 90EUR/"},
    };
    check_described(cases, sizeof cases / sizeof *cases);
}

static void reviews_are_quotes_and_letters_are_read(void **state)
{
    (void)state;
    read_html(STATE("{'profile':{'name':'Ana Example','credentials':['MA','LMFT'],'reviews':[{"
                    "'reviewerName':'N.','body':'Some words of a client.'}]}}"));
    assert_string_equal(show_texts(), "Ana Example|MA|LMFT|Some words of a client.|");
    assert_int_equal(document.blocks[document.block_count - 1].kind, BF_BLOCK_QUOTE);
    assert_int_equal(document.blocks[document.block_count - 2].kind, BF_BLOCK_VALUE);
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
        {"<script>__NUXT__=(function(a){return [", "a,", "a]}({}))</script>"},
        {"<script>__NUXT__=(function(a){a.b=1;", "a.c=a;", "return a}({}))</script>"},
        {"<script>__NUXT__={", "a:{},", "}</script>"},
        {"<script type=application/json>{'a':{'name':'b'},'x':[",
         "{'name':'b','office':{'__ref':'a'},'profile':{'__ref':'a'}},", "1]}</script>"},
        {"<script type=application/json>[", "{'ROOT_QUERY':{'profile':{'__ref':'a'}},'a':{}},",
         "1]</script>"},
    };
    size_t size = 1 << 20;
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

/* What stands under a long key, or refers to a long text, costs neither again. */
static void long_keys_and_texts_are_read_once(void **state)
{
    (void)state;
    static const struct {
        const char *before, *piece, *between, *more;
    } cases[] = {
        {"{'", "a", "':[", "'a b',"},
        {"{'a':{'currency':'USD','amount':1,'label':'", "x ",
         "'},'p':{'name':'b','phone':'503-555-0123','rates':[", "{'__ref':'a'},"},
        {"{'a':{'phone':'", "x ", "'},'p':[", "{'name':'b','office':{'__ref':'a'}},"},
    };
    size_t size = 1 << 20;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *html = bf_arena_take(arena, size, 1);
        assert_non_null(html);
        size_t used =
            (size_t)snprintf(html, size, "<script type=application/json>%s", cases[i].before);
        while (used < size / 2)
            used += (size_t)snprintf(html + used, size - used, "%s", cases[i].piece);
        used += (size_t)snprintf(html + used, size - used, "%s", cases[i].between);
        while (used + 100 < size)
            used += (size_t)snprintf(html + used, size - used, "%s", cases[i].more);
        snprintf(html + used, size - used, "1]}%s</script>", i == 1 ? "}" : "");
        clock_t began = clock();
        read_html(html);
        assert_true(clock() - began < 20 * CLOCKS_PER_SEC); /* again for each takes minutes */
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
        TEST(code_that_only_names_values_is_read),
        TEST(what_cannot_be_read_says_why),
        TEST(streamed_rows_are_joined_and_read),
        TEST(who_is_described_advertises),
        TEST(a_name_is_told_in_many_keys_and_without_titles),
        TEST(references_of_a_store_are_followed),
        TEST(who_runs_the_site_or_reads_it_is_nobody),
        TEST(whom_the_page_is_about_is_the_one),
        TEST(prices_are_theirs_in_whose_object_they_stand),
        TEST(reviews_are_quotes_and_letters_are_read),
        TEST(hostile_state_takes_linear_time),
        TEST(long_keys_and_texts_are_read_once),
        TEST(want_of_memory_is_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

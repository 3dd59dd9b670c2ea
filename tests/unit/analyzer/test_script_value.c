/* test_script_value.c: a value that stands in a script as code, read as data. */
#include "tests/support/arenas.h"

#include "analyzer/script_value.h"

/* `code` as JSON, and what follows it; or why it is refused. */
static const char *show(bf_str code)
{
    static char shown[4096];
    bf_error err = {0};
    bf_str rest = code;
    cJSON *root = bf_script_value_take(&rest, &err);
    if (root == NULL) {
        assert_int_equal(rest.length, code.length);
        snprintf(shown, sizeof shown, "%s: %s", err.code == BF_ERR_LIMIT ? "limit" : "format",
                 err.message);
        return shown;
    }
    char *json = cJSON_PrintUnformatted(root);
    assert_non_null(json);
    snprintf(shown, sizeof shown, "%s%s%.*s", json, rest.length > 0 ? " " : "", BF_STR_ARG(rest));
    cJSON_free(json);
    cJSON_Delete(root);
    return shown;
}

typedef struct {
    const char *code, *shown;
} value_case;

static void check(const value_case *cases, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(show(bf_str_of(cases[i].code)), cases[i].shown) != 0)
            fail_msg("%s\n  gives %s", cases[i].code, show(bf_str_of(cases[i].code)));
}
#define CHECK(cases) check(cases, sizeof(cases) / sizeof *(cases))

static void literals_of_a_script_are_read_as_data(void **state)
{
    (void)state;
    static const value_case cases[] = {
        {"{a:1,'b':\"two\",$c_9:[true,false,null],12:`x`}; more",
         "{\"a\":1,\"b\":\"two\",\"$c_9\":[true,false,null],\"12\":\"x\"} ; more"},
        {"[undefined,void 0,NaN,-1.5,.5,1e3,!0,!1,,'',]",
         "[null,null,null,-1.5,0.5,1000,true,false,null,\"\"]"},
        {"{a:new Date(1700000000000),b:new Map([[1,{c:2}]]),c:Array(3),d:Object.create(null),"
         "e:new Set}",
         "{\"a\":null,\"b\":null,\"c\":[],\"d\":{},\"e\":null}"},
        {"{ // whose\n a : 1, /* b: 2, */\n c: 'it\\'s \"x\\u002Fy\" \\\\ \\n',\n}",
         "{\"a\":1,\"c\":\"it's \\\"x/y\\\" \\\\ \\n\"}"},
    };
    CHECK(cases);
}

static void a_parameter_stands_for_its_argument(void **state)
{
    (void)state;
    static const value_case cases[] = {
        {"(function(a,b,c){return {layout:\"default\",data:[{name:a,city:\"X\\u002FY\",tel:b}],"
         "e:c,a}}(\"Ann\",'5',null,void 0,!0,{}));x",
         "{\"layout\":\"default\",\"data\":[{\"name\":\"Ann\",\"city\":\"X/Y\",\"tel\":\"5\"}],"
         "\"e\":null,\"a\":\"Ann\"} ;x"},
        {"(function (a) { return { b : a } ; })( \"1,)}\" )", "{\"b\":\"1,)}\"}"},
        {"function f(){return [1]}()", "[1]"},
        {"(function(a,b){return [a,b]}(1))", "[1,null]"},
    };
    CHECK(cases);
}

static void what_is_given_to_a_parameter_before_the_return_is_its_own(void **state)
{
    (void)state;
    static const value_case cases[] = {
        {"(function(a,b,c){a.name=c;a[\"city\"]='X';a.of=b;b[0]=c;b[1]=2;return {p:a,q:a}}"
         "({},Array(2),\"Ann\"))",
         "{\"p\":{\"name\":\"Ann\",\"city\":\"X\",\"of\":[\"Ann\",2]},"
         "\"q\":{\"name\":\"Ann\",\"city\":\"X\",\"of\":[\"Ann\",2]}}"},
        {"(function(a){a.self=a;a.n=1;return a}({z:0}))", "{\"z\":0,\"self\":null,\"n\":1}"},
        {"(function(a){a.b=1;x.y=2;a.set(1,2);var c=d(\";return\");if(e){return f};return "
         "a}(null))",
         "null"},
    };
    CHECK(cases);
}

static void code_of_another_kind_is_refused(void **state)
{
    (void)state;
#define COMPUTED "format: a script computes it"
    static const value_case cases[] = {
        {"{a:b}", COMPUTED},
        {"{a:f(1)}", COMPUTED},
        {"{a:1+2}", COMPUTED},
        {"{a(){}}", COMPUTED},
        {"{...a}", COMPUTED},
        {"{[a]:1}", COMPUTED},
        {"(function(a){return a.b}(1))", COMPUTED},
        {"(function(a){return {b:a+a}}(1))", COMPUTED},
        {"(function(a){return {b:a}}(f()))", COMPUTED},
        {"(function(a){a.b=f();return a}({}))", COMPUTED},
        {"(function(a){a.b=1}({}))", COMPUTED},
        {"(function(a){return a})", COMPUTED},
        {"(function(a){return {b:a", COMPUTED},
        {"(()=>({}))()", COMPUTED},
        {"{a:1", "format: a literal that does not end"},
        {"{a:'1}", "format: a literal that does not end"},
        {"[", "format: a literal that does not end"},
        {"", "format: a literal that does not end"},
        {"{a:/* b", "format: a literal that does not end"},
    };
    CHECK(cases);
}

/* `before`, then `piece` until `size` bytes are full, then `after`. */
static bf_str repeated(const char *before, const char *piece, const char *after, size_t size)
{
    char *code = bf_arena_take(arena, size + 200, 1);
    assert_non_null(code);
    size_t used = (size_t)sprintf(code, "%s", before);
    while (used < size)
        used += (size_t)sprintf(code + used, "%s", piece);
    used += (size_t)sprintf(code + used, "%s", after);
    return (bf_str){code, used};
}

static void hostile_code_is_refused_in_linear_time(void **state)
{
    (void)state;
    static const struct {
        const char *before, *piece, *after, *shown;
    } cases[] = {
        {"(function(", "a,", "b){return 1}())",
         "limit: a script's value: more parameters than are read"},
        {"(function(a){", "a.b=1;", "return a}({}))",
         "limit: a script's value: more parameters than are read"},
        {"(function(a){return [", "a,", "1]}('a long text that is repeated very, very often'))",
         "limit: a script's value: more than is read"},
        {"(function(a){", ";", "return 1}())", "1"},
        {"(function(a){", "/* ", "", COMPUTED},
        {"(function(a){", "'", "", COMPUTED},
        {"(function(a){return ", "[", "", COMPUTED},
        {"", "[", "", "limit: a script's value: nested too deep"},
        {"", "{a:", "", "limit: a script's value: nested too deep"},
        {"[", "/* ", "", "format: a literal that does not end"},
        {"(function(a){return 1}(", "(", "", COMPUTED},
        {"(", "(", "", COMPUTED},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *got = show(repeated(cases[i].before, cases[i].piece, cases[i].after, 1 << 20));
        if (strcmp(got, cases[i].shown) != 0)
            fail_msg("case %zu gives %.200s", i, got);
        bf_arena_reset(arena);
    }
}

/* Each of 40 holds the next twice: 2 to the power of 40 values, were there no bound. */
static void parameters_in_parameters_are_bounded(void **state)
{
    (void)state;
    char code[8192];
    size_t used = (size_t)sprintf(code, "(function(p0");
    for (int i = 1; i <= 40; i++)
        used += (size_t)sprintf(code + used, ",p%d", i);
    used += (size_t)sprintf(code + used, "){");
    for (int i = 0; i < 40; i++)
        used += (size_t)sprintf(code + used, "p%d.a=p%d;p%d.b=p%d;", i, i + 1, i, i + 1);
    used += (size_t)sprintf(code + used, "return p0}(");
    for (int i = 0; i < 40; i++)
        used += (size_t)sprintf(code + used, "{},");
    used += (size_t)sprintf(code + used, "{}))");
    assert_string_equal(show((bf_str){code, used}), "limit: a script's value: more than is read");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(literals_of_a_script_are_read_as_data),
        TEST(a_parameter_stands_for_its_argument),
        TEST(what_is_given_to_a_parameter_before_the_return_is_its_own),
        TEST(code_of_another_kind_is_refused),
        TEST(hostile_code_is_refused_in_linear_time),
        TEST(parameters_in_parameters_are_bounded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

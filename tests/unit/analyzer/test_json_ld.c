/* test_json_ld.c: what the JSON-LD of a page says of who advertises on it. */
#include "tests/support/advertisers.h"

#include <time.h>

#include "analyzer/structured.h"

#define LINKED(json) "<script type='application/ld+json'>" json "</script>"

static const char *read_html(const char *html)
{
    bf_error err = {0};
    bf_structured structured;
    bf_document document = document_of(html);
    assert_true(bf_structured_read(&document, 0, arena, &structured, &err));
    assert_int_equal(structured.refused, 0);
    return show_advertisers(&structured.advertisers);
}

typedef struct {
    const char *html, *shown;
} reading_case;

static void check(const reading_case *cases, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(read_html(cases[i].html), cases[i].shown) != 0)
            fail_msg("%s\n  gives %s\n  not   %s", cases[i].html, shown, cases[i].shown);
}

#define CHECK(cases) check(cases, sizeof(cases) / sizeof *(cases))

static void a_reference_is_not_a_second_one(void **state)
{
    (void)state;
    static const reading_case cases[] = {
        {LINKED(
             "{'@graph':[{'@type':'Organization','@id':'#org','name':'Willow'},{'@type':'Person',"
             "'name':'Ana','worksFor':{'@id':'#org'}}]}"),
         "Organization Willow; *Person Ana ^0"},
        {LINKED("{'@type':'Person','name':'Ana','worksFor':{'@id':'#org'}}")
             LINKED("{'@type':'Organization','@id':'#org','name':'Willow'}"),
         "*Person Ana ^1; Organization Willow"}, /* in another script, and before it is told of */
        {LINKED("[{'@type':'Person','@id':'#a','name':'Ana'},{'@type':'Person','@id':'#a',"
                "'telephone':'503-555-0123','jobTitle':'Therapist'}]"),
         "*Person Ana|Therapist +15035550123"},
        {LINKED("[{'@type':'Person','name':'Ana','worksFor':{'@type':'Organization','@id':'#o'}},"
                "{'@type':'Organization','@id':'#o','name':'Willow'}]"),
         "*Person Ana ^1; Organization Willow"},
        {LINKED("[{'@type':'Person','name':'Ana','worksFor':{'@id':'#nowhere'}}]"), "*Person Ana"},
        {LINKED(
             "{'@type':'Organization','name':'Willow','founder':{'@type':'Person','name':'Ana'}}")
             LINKED("{'@type':'Person','name':'ana','telephone':'503-555-0123'}"),
         "Organization Willow; *Person Ana ^0 +15035550123"}, /* one name, one person */
        {LINKED(
             "{'@graph':[{'@type':'Organization','name':'Willow','address':{'@id':'#a'},"
             "'contactPoint':{'@id':'#c'},'makesOffer':[{'@id':'#o'}]},{'@type':'PostalAddress',"
             "'@id':'#a','addressLocality':'A'},{'@id':'#c','telephone':'503-555-0123'},{'@type':"
             "'Offer','@id':'#o','price':90,'priceCurrency':'USD'}]}"),
         "Organization Willow in A +15035550123 90USD/"}, /* its parts stand apart */
        {LINKED("[{'@type':'LocalBusiness','name':'Willow','address':{'addressLocality':'A'}},"
                "{'@type':'LocalBusiness','name':'Willow','address':{'addressLocality':'B'}},"
                "{'@type':'Person','name':'Willow'}]"),
         "LocalBusiness Willow in A; LocalBusiness Willow in B; *Person Willow"},
    };
    CHECK(cases);
}

static void who_works_for_whom_is_known(void **state)
{
    (void)state;
    static const reading_case cases[] = {
        {LINKED("{'@type':'MedicalBusiness','name':'Willow','employee':[{'@type':'Person',"
                "'name':'Ana'},{'@type':'Person','name':'Ben'},{'@id':'#c'}]}")
             LINKED("{'@type':'Person','@id':'#c','name':'Cleo'}"),
         "MedicalBusiness Willow; *Person Ana ^0; *Person Ben ^0; *Person Cleo ^0"},
        {LINKED("{'@type':'Person','name':'Ana','worksFor':{'@type':'LocalBusiness',"
                "'name':'Willow'}}"),
         "*Person Ana ^1; LocalBusiness Willow"},
        {LINKED("{'@type':'Person','name':'Ana','memberOf':{'@type':'Organization',"
                "'name':'Society of Talk'},'affiliation':{'@type':'Hospital','name':'H'}}"),
         "*Person Ana"}, /* a society is not her firm */
        {LINKED("{'@type':'Person','name':'Ana','memberOf':{'@type':'Organization',"
                "'name':'Willow','telephone':'503-555-0123'}}"),
         "*Person Ana ^1; Organization Willow +15035550123"},
        {LINKED("{'@type':'Person','name':'Ana','worksFor':{'@type':'Person','name':'Ben'}}"),
         "*Person Ana; *Person Ben"},
    };
    CHECK(cases);
}

static void who_only_writes_or_taught_advertises_nothing(void **state)
{
    (void)state;
    static const reading_case cases[] = {
        {LINKED("{'@type':'BlogPosting','author':{'@type':'Person','name':'Ana'},'publisher':"
                "{'@type':'Organization','name':'Times','logo':{'@type':'ImageObject','name':'L',"
                "'author':{'@type':'Person','name':'P'}}}}"),
         ""},
        {LINKED("{'@graph':[{'@type':'Article','author':{'@id':'#p'}},{'@type':'Person','@id':'#p',"
                "'name':'Admin'}]}"),
         ""},
        {LINKED("{'@graph':[{'@type':'Article','author':{'@id':'#p'}},{'@type':'WebSite',"
                "'publisher':{'@id':'#p'}},{'@type':['Person','Organization'],'@id':'#p',"
                "'name':'Ana'}]}"),
         "*Person Ana"}, /* the site is hers */
        {LINKED("{'@type':'Person','name':'Ana','alumniOf':{'@type':'Organization','name':'U'},"
                "'image':{'@type':'Person','name':'I'},'hasCredential':{'@type':"
                "'EducationalOccupationalCredential','recognizedBy':{'@type':'Organization',"
                "'name':'Board'}}}"),
         "*Person Ana"},
        {LINKED("{'@type':'WebSite','name':'S','potentialAction':{'@type':'SearchAction','agent':"
                "{'@type':'Person','name':'N'}}}"),
         ""},
        {LINKED("{'@type':'BreadcrumbList','itemListElement':[{'@type':'ListItem','item':"
                "{'@type':'Person','name':'N'}}]}"),
         ""},
        {LINKED("{'@type':'ContactPoint','name':'Desk','telephone':'503-555-0123'}"), ""},
        {LINKED("{'@type':'Book','author':{'@type':'Person','name':'W'}}"), ""},
    };
    CHECK(cases);
}

static void a_value_may_be_one_or_a_list_or_an_object(void **state)
{
    (void)state;
    static const reading_case cases[] = {
        {LINKED(
             "{'@type':'Person','name':['Ana','A.'],'url':['https://a.example/','x'],'telephone':"
             "['503-555-0123','503-555-0124'],'email':['a@a.example'],'sameAs':'https://s/'}"),
         "*Person Ana @https://a.example/ +15035550123 +15035550124 a@a.example"},
        {LINKED("{'@type':'Person','name':{'@value':'Ana','@language':'en'},'jobTitle':"
                "{'@type':'DefinedTerm','name':'Therapist'}}"),
         "*Person Ana|Therapist"},
        {LINKED("{'@type':'Organization','name':'W','contactPoint':[{'@type':'ContactPoint',"
                "'telephone':'503-555-0123','email':'w@w.example'}]}"),
         "Organization W +15035550123 w@w.example"},
        {LINKED("{'@type':'Person','name':'Ana','telephone':'0761 555 0147','address':"
                "{'addressLocality':'Freiburg','addressCountry':'DE'}}"),
         "*Person Ana in Freiburg,DE +497615550147"}, /* as it is dialled there */
        {LINKED("{'@type':'DaySpa','name':'S','address':'1 High Street, Springfield'}"),
         "DaySpa S at 1 High Street, Springfield"},
        {LINKED("{'@type':'DaySpa','name':'S','address':[{'addressLocality':'A'},"
                "{'addressLocality':'B'}]}"),
         "DaySpa S in A"},
        {LINKED("{'@type':'Person','name':'Ana','workLocation':{'@type':'Place','name':'Office',"
                "'address':{'addressLocality':'A','addressRegion':'CA'}}}"),
         "*Person Ana in A,CA"},
    };
    CHECK(cases);
}

static void a_name_is_as_people_read_it(void **state)
{
    (void)state;
    static const reading_case cases[] = {
        {LINKED("{'@type':'Person','honorificPrefix':'Dr.','givenName':'Ana',"
                "'familyName':'Example'}"),
         "*Person Dr. Ana Example"},
        {LINKED("{'@type':'Organization','name':' Ana &amp; Ben&#8217;s\\n  <b>Place</b> '}"),
         "Organization Ana & Ben’s Place"},
        {LINKED("{'@type':'Person','honorificPrefix':'Dr.'}"), ""},
    };
    CHECK(cases);
}

static void those_of_a_list_lead_to_their_pages(void **state)
{
    (void)state;
    static const reading_case cases[] = {
        {LINKED("{'@type':'ItemList','itemListElement':[{'@type':'ListItem','position':1,'item':"
                "{'@type':'Person','name':'Ana','url':'/ana'}},{'@type':'ListItem','url':'/ben',"
                "'name':'Ben','item':{'@type':'Physician'}},{'@type':'Person','@id':"
                "'https://a.example/cleo','name':'Cleo'}]}"),
         "*Person Ana @/ana >/ana; *Physician Ben >/ben; *Person Cleo >https://a.example/cleo"},
        {LINKED("{'@type':'ItemList','itemListElement':[{'@type':'ListItem','name':'Couples',"
                "'url':'/couples'}]}"),
         ""}, /* it may be anything */
        {LINKED(
             "{'@type':'ItemList','itemListElement':[{'@type':'ListItem','item':{'@type':'Person',"
             "'name':'Ana','url':'/1'}},{'@type':'ListItem','item':{'@type':'Person',"
             "'name':'Ana','url':'/2'}}]}"),
         "*Person Ana @/1 >/1; *Person Ana @/2 >/2"}, /* two of one name */
    };
    CHECK(cases);
}

static void prices_are_of_who_sells(void **state)
{
    (void)state;
    static const reading_case cases[] = {
        {LINKED("{'@type':'Person','name':'Ana','makesOffer':{'@type':'Offer','price':'180.00',"
                "'priceCurrency':'USD','itemOffered':{'@type':'Service','name':"
                "'50 minute session'}}}"),
         "*Person Ana 180USD/session"},
        {LINKED("{'@type':'LocalBusiness','name':'W','hasOfferCatalog':{'@type':'OfferCatalog',"
                "'itemListElement':[{'@type':'Offer','priceSpecification':{'price':120,"
                "'priceCurrency':'EUR','unitCode':'HUR'}}]}}"),
         "LocalBusiness W 120EUR/hour"},
        {LINKED("[{'@type':'Service','name':'Talk','provider':{'@type':'Person','name':'Ana'},"
                "'offers':{'price':'90','priceCurrency':'usd'}},{'@type':'Service','provider':"
                "{'@id':'#b'},'offers':[{'price':95,'priceCurrency':'USD'}]},{'@type':'Person',"
                "'@id':'#b','name':'Ben'}]"),
         "*Person Ana 90USD/; *Person Ben 95USD/"},
        {LINKED("[{'@type':'LocalBusiness','name':'A','priceRange':'$$'},{'@type':'LocalBusiness',"
                "'name':'B','priceRange':'$100-$200'},{'@type':'LocalBusiness','name':'C',"
                "'priceRange':'$150'}]"),
         "LocalBusiness A; LocalBusiness B; LocalBusiness C 150USD/"},
    };
    CHECK(cases);
}

/* Two references to one offer, and one service that two sell, whichever is told of first. */
static void what_many_refer_to_is_of_each(void **state)
{
    (void)state;
    static const reading_case cases[] = {
        {LINKED("[{'@id':'#o','@type':'Offer','price':90,'priceCurrency':'USD'},{'@type':'Person',"
                "'name':'Ana','makesOffer':{'@id':'#o'}},{'@type':'Person','name':'Ben',"
                "'makesOffer':{'@id':'#o'},'address':{'@id':'#a'}}]")
             LINKED("[{'@id':'#a','addressLocality':'A'},{'@type':'Person','name':'Cleo',"
                    "'address':{'@id':'#a'}}]"),
         "*Person Ana 90USD/; *Person Ben in A 90USD/; *Person Cleo in A"},
        {LINKED("[{'@type':'Service','@id':'#s','telephone':'503-555-0123','provider':[{'@type':"
                "'Person','name':'Ana'},{'@id':'#b'}],'offers':{'price':95,'priceCurrency':'USD'}},"
                "{'@type':'Person','@id':'#b','name':'Ben'}]"),
         "*Person Ana 95USD/; *Person Ben 95USD/"}, /* its telephone is not theirs */
    };
    CHECK(cases);
}

/* Each costs its own length, however many refer to one object or stand in one. */
static void what_many_refer_to_is_read_once(void **state)
{
    (void)state;
    static const struct {
        const char *before, *piece, *between, *more, *after;
    } cases[] = {
        {"{'itemListElement':[{", "'item':{},", "", "'item':[],", "'a':1}]}"},
        {"{'@type':'Service','offers':[", "{'price':1},", "],'provider':[",
         "{'@type':'Person','@id':'a','name':'b'},", "]}"},
        {"[{'@type':'Person','@id':'a','name':'b'},{'@type':'Service','offers':[", "{'price':1},",
         "],'provider':[", "{'@id':'a'},", "]}]"},
        {"[{'@id':'a','telephone':[", "'1',", "]},{'@type':'Person','name':'b','address':[",
         "{'@id':'a'},", "]}]"},
    };
    size_t size = 1 << 20;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *html = bf_arena_take(arena, size, 1);
        assert_non_null(html);
        size_t used =
            (size_t)snprintf(html, size, "<script type='application/ld+json'>%s", cases[i].before);
        while (used < size / 2)
            used += (size_t)snprintf(html + used, size - used, "%s", cases[i].piece);
        used += (size_t)snprintf(html + used, size - used, "%s", cases[i].between);
        while (used + 200 < size)
            used += (size_t)snprintf(html + used, size - used, "%s", cases[i].more);
        snprintf(html + used, size - used, "%s</script>", cases[i].after);
        clock_t began = clock();
        read_html(html);
        assert_true(clock() - began < 20 * CLOCKS_PER_SEC); /* again for each takes minutes */
        bf_arena_reset(arena);
    }
}

static void many_references_and_identities_take_little_time(void **state)
{
    (void)state;
    bf_error err = {0};
    bf_structured structured;
    size_t used = 0, size = 2 << 20;
    char *html = bf_arena_take(arena, size, 1);
    assert_non_null(html);
    used += (size_t)snprintf(html, size, "<script type='application/ld+json'>[");
    for (unsigned i = 0; used + 200 < size; i++)
        used += (size_t)snprintf(html + used, size - used,
                                 "{'@type':'Person','@id':'#%u','name':'A%u','worksFor':"
                                 "{'@id':'#%u'}},",
                                 i, i, i + 1);
    snprintf(html + used, size - used, "1]</script>");
    bf_document document = document_of(html);
    assert_true(bf_structured_read(&document, 0, arena, &structured, &err));
    assert_int_equal(structured.advertisers.count, BF_ADVERTISERS_MOST);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_reference_is_not_a_second_one),
        TEST(who_works_for_whom_is_known),
        TEST(who_only_writes_or_taught_advertises_nothing),
        TEST(a_value_may_be_one_or_a_list_or_an_object),
        TEST(a_name_is_as_people_read_it),
        TEST(those_of_a_list_lead_to_their_pages),
        TEST(prices_are_of_who_sells),
        TEST(what_many_refer_to_is_of_each),
        TEST(what_many_refer_to_is_read_once),
        TEST(many_references_and_identities_take_little_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

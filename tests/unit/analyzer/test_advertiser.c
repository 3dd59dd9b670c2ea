/* test_advertiser.c: when two tell of one. */
#include "tests/support/advertisers.h"

static bf_advertiser *add(bf_advertisers *list, const char *type, const char *name)
{
    bf_advertiser *one = bf_advertiser_add(list, arena);
    assert_non_null(one);
    one->type = bf_str_of(type);
    one->person = strcmp(type, "Person") == 0;
    one->name = bf_str_of(name);
    return one;
}

static void those_of_one_name_are_one_and_links_follow(void **state)
{
    (void)state;
    bf_advertisers list = {0};
    add(&list, "Person", "");
    add(&list, "Person", "Ana");
    add(&list, "Person", "Ben")->firm = 4;
    bf_advertiser *again = add(&list, "", "ana");
    again->headline = BF_STR("Therapist");
    again->firm = 4;
    add(&list, "Organization", "Willow")->locality = BF_STR("A");
    add(&list, "Organization", "Willow")->locality = BF_STR("B");
    add(&list, "Person", "Cleo")->firm = 0; /* to somebody without a name */
    assert_true(bf_advertisers_settle(&list, 0, arena));
    assert_string_equal(show_advertisers(&list),
                        "*Person Ana|Therapist ^2; *Person Ben ^2; Organization Willow in A; "
                        "Organization Willow in B; *Person Cleo");
}

static void a_person_and_a_firm_of_one_name_are_two(void **state)
{
    (void)state;
    bf_advertisers list = {0};
    add(&list, "Person", "Ana");
    add(&list, "LocalBusiness", "Ana");
    assert_true(bf_advertisers_settle(&list, 0, arena));
    assert_int_equal(list.count, 2);
}

static void those_from_before_are_left_and_told_more_of(void **state)
{
    (void)state;
    bf_advertisers list = {0};
    add(&list, "Person", "Ana")->firm = 1;
    add(&list, "Organization", "Willow");
    bf_advertiser *more = add(&list, "Person", "Ana");
    more->element = 7;
    more->website = BF_STR("/ana");
    assert_true(bf_advertisers_settle(&list, 2, arena));
    assert_string_equal(show_advertisers(&list), "*Person Ana @/ana ^1; Organization Willow");
    assert_int_equal(list.items[0].element, 7);
}

static void what_one_says_is_not_replaced(void **state)
{
    (void)state;
    bf_advertisers list = {0};
    bf_price price = {180, BF_STR("USD"), {0}}, same = {180, BF_STR("USD"), BF_STR("session")};
    bf_advertiser *one = add(&list, "Person", "Ana");
    bf_advertiser other = {.locality = BF_STR("B"),
                           .region = BF_STR("OR"),
                           .headline = BF_STR("Coach"),
                           .element = BF_NONE,
                           .firm = BF_NONE};
    one->locality = BF_STR("A");
    one->headline = BF_STR("Therapist");
    assert_true(bf_contact_add(&one->phones, BF_STR("+15035550123"), arena));
    assert_true(bf_contact_add(&other.phones, BF_STR("+15035550124"), arena));
    assert_true(bf_advertiser_add_price(one, &price, arena));
    assert_true(bf_advertiser_add_price(&other, &same, arena));
    assert_true(bf_advertiser_fill(one, &other, arena));
    assert_string_equal(show_advertisers(&list), "*Person Ana|Therapist in A +15035550123 "
                                                 "+15035550124 180USD/session");
}

static void a_title_is_cut_after_the_name(void **state)
{
    (void)state;
    assert_view(bf_advertiser_name_in(BF_STR("Ana Example, LMFT | Directory")), "Ana Example");
    assert_view(bf_advertiser_name_in(BF_STR("Mary-Ann O'Example – Home")), "Mary-Ann O'Example");
    assert_view(bf_advertiser_name_in(BF_STR("")), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(those_of_one_name_are_one_and_links_follow),
        TEST(a_person_and_a_firm_of_one_name_are_two),
        TEST(those_from_before_are_left_and_told_more_of),
        TEST(what_one_says_is_not_replaced),
        TEST(a_title_is_cut_after_the_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

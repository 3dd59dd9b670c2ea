/* test_origin.c: what a page shows of the country that it speaks to. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>

#include "analyzer/origin.h"

static void each_sign_is_found_where_it_shows(void **state)
{
    (void)state;
    bf_block blocks[] = {
        {.text = BF_STR("Counsellors in Ireland"), .field = BF_FIELD_TITLE},
        {.text = BF_STR("Call +49 30 555 0177. In Spain: 70 €."), .field = BF_FIELD_TEXT},
    };
    bf_document document = {.blocks = blocks, .block_count = 2, .language = BF_STR("en-gb")};
    bf_country_signs signs;
    bf_origin_read(&document, BF_STR("ana.example"), &signs);
    assert_true(bf_str_equal(signs.number, BF_STR("DE")));
    assert_true(bf_str_equal(signs.named, BF_STR("IE")));
    assert_true(bf_str_equal(signs.language, BF_STR("en-gb")));
    assert_true(bf_str_equal(signs.host, BF_STR("ana.example")));
    assert_int_equal(signs.place.length, 0);
}

static void a_number_in_a_link_and_money_tell_too(void **state)
{
    (void)state;
    bf_block blocks[] = {{.text = BF_STR("£75 a session"), .field = BF_FIELD_TEXT}};
    bf_link link = {.href = BF_STR("tel:+48125550142")};
    bf_document document = {.blocks = blocks, .block_count = 1};
    bf_country_signs signs;
    bf_origin_read(&document, (bf_str){0}, &signs);
    assert_true(bf_str_equal(signs.money, BF_STR("GBP")));
    document.links = &link;
    document.link_count = 1;
    bf_origin_read(&document, (bf_str){0}, &signs);
    assert_true(bf_str_equal(signs.number, BF_STR("PL")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_sign_is_found_where_it_shows),
        cmocka_unit_test(a_number_in_a_link_and_money_tell_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* test_digest.c: SHA-1 and SHA-256 as the texts that WARC files and reports carry. */
#include "tests/support/views.h"

#include "common/digest.h"

/* FIPS 180-2, appendices A and B, and the digests of nothing. */
static const struct {
    const char *bytes, *sha1, *sha256;
} known[] = {
    {"", "sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ",
     "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
    {"abc", "sha1:VGMT4NSHA2AWVOR6EVYXQUGCNSONBWE5",
     "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
    {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
     "sha1:QSMD4RA4HPJG5OVOJKQ7SUJJ4XSUM4HR",
     "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
};

static void known_bytes_give_known_digests(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        char sha1[BF_DIGEST_SHA1_TEXT], sha256[BF_DIGEST_SHA256_TEXT];
        bf_error err = {0};
        bf_str bytes = bf_str_of(known[i].bytes);
        assert_true(bf_digest_of(BF_DIGEST_SHA1, bytes, sha1, &err));
        assert_true(bf_digest_of(BF_DIGEST_SHA256, bytes, sha256, &err));
        assert_string_equal(sha1, known[i].sha1);
        assert_string_equal(sha256, known[i].sha256);
    }
}

static void pieces_give_the_digest_of_the_whole_and_the_end_begins_anew(void **state)
{
    (void)state;
    bf_digest *digest = bf_digest_new(BF_DIGEST_SHA1);
    bf_error err = {0};
    for (int round = 0; round < 2; round++) {
        char text[BF_DIGEST_SHA1_TEXT];
        bf_digest_add(digest, BF_STR("a"));
        bf_digest_add(digest, (bf_str){NULL, 0});
        bf_digest_add(digest, BF_STR("bc"));
        assert_true(bf_digest_end(digest, text, &err));
        assert_string_equal(text, known[1].sha1);
    }
    bf_digest_free(digest);
    bf_digest_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_bytes_give_known_digests),
        cmocka_unit_test(pieces_give_the_digest_of_the_whole_and_the_end_begins_anew),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

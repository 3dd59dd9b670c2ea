/* contact.c: sets of contacts; mail addresses in running text, and what links lead to. */
#include "analyzer/contact.h"

#include <string.h>

#include "analyzer/lexicon.h"
#include "analyzer/phone.h"
#include "analyzer/plain.h"
#include "common/buf.h"
#include "common/hex.h"

enum {
    MOST_LOCAL = 64, /* RFC 5321, 4.5.3.1.1 */
    MOST_SIGN = 32,  /* bytes of a sign in words, with its brackets */
    MOST_CHAT = 17   /* digits of a number in a link, and what shows that they are too many */
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static char at(bf_str text, size_t i)
{
    return i < text.length ? text.bytes[i] : '\0';
}

bool bf_contact_texts_full(const bf_contact_texts *texts)
{
    return texts->count >= BF_CONTACT_MOST;
}

bool bf_contact_add(bf_contact_texts *texts, bf_str text, bf_arena *arena)
{
    for (size_t i = 0; i < texts->count; i++)
        if (bf_str_equal(texts->items[i], text))
            return true;
    if (bf_contact_texts_full(texts))
        return true;
    bf_str *grown =
        bf_arena_grow(arena, texts->items, texts->count, &texts->capacity, sizeof *grown);
    if (grown == NULL)
        return false;
    texts->items = grown;
    if (!bf_arena_copy(arena, text, &grown[texts->count]))
        return false;
    texts->count++;
    return true;
}

static bool is_local_part(char c) /* atext of RFC 5322, 3.2.3, as far as the web uses it, and "." */
{
    return is_letter(c) || is_digit(c) || (c != '\0' && strchr("._%+-'", c));
}

static bool is_domain_part(char c)
{
    return is_letter(c) || is_digit(c) || c == '.' || c == '-';
}

/* Adds the mail addresses that are written with "@". */
static bool add_emails(bf_str text, bf_arena *arena, bf_contact_texts *emails)
{
    for (size_t i = bf_str_find(text, BF_STR("@"), 0);
         i != SIZE_MAX && !bf_contact_texts_full(emails);
         i = bf_str_find(text, BF_STR("@"), i + 1)) {
        size_t begin = i, end = i + 1;
        while (begin > 0 && i - begin < MOST_LOCAL && is_local_part(text.bytes[begin - 1]))
            begin--;
        while (begin < i && text.bytes[begin] == '.')
            begin++;
        while (is_domain_part(at(text, end)) && end - i < 255)
            end++;
        while (end > i + 1 && !is_letter(text.bytes[end - 1]))
            end--;
        bf_str domain = bf_str_slice(text, i + 1, end), address;
        if (begin == i || bf_str_find(domain, BF_STR("."), 1) == SIZE_MAX)
            continue;
        if (!bf_arena_copy(arena, bf_str_slice(text, begin, end), &address))
            return false;
        char *lowered = (char *)address.bytes; /* our own copy */
        for (size_t k = 0; k < address.length; k++)
            if (lowered[k] >= 'A' && lowered[k] <= 'Z')
                lowered[k] = (char)(lowered[k] - 'A' + 'a');
        if (!bf_contact_add(emails, address, arena))
            return false;
    }
    return true;
}

static const bf_lexicon_row rows[] = {
#include "analyzer/mail_words.h"
};

static bool is_star(const char *kind)
{
    return kind[0] == 's';
}

/* The length of the word in brackets at the start of `text` that stands for a sign; 0 when there is
 * none. */
static size_t bracketed_sign(const bf_lexicon *words, bf_str text, char *sign)
{
    static const char open[] = "([{", close[] = ")]}";
    const char *bracket = text.length > 0 ? memchr(open, text.bytes[0], 3) : NULL;
    if (bracket == NULL)
        return 0;
    bf_str rest = bf_str_slice(text, 1, MOST_SIGN), word;
    if (!bf_str_take_part(&rest, close[bracket - open], &word) ||
        at(text, 1 + word.length) != close[bracket - open])
        return 0;
    size_t length = 1 + word.length + 1;
    word = bf_str_trim(word);
    *sign = bf_lexicon_has(words, word, "at") ? '@' : '.';
    return *sign == '@' || bf_lexicon_has(words, word, "point") ? length : 0;
}

/* The length of a spelled sign at the start of `text`, blanks after it too; 0 when there is none.
 */
static size_t spelled_sign(const bf_lexicon *words, bf_str text, char *sign)
{
    size_t length = bracketed_sign(words, text, sign);
    const bf_lexicon_row *star = length == 0 ? bf_lexicon_begins(words, text, is_star) : NULL;
    if (star != NULL) {
        *sign = '@';
        length = strlen(star->word);
    }
    while (length > 0 && at(text, length) == ' ')
        length++;
    return length;
}

/* Says whether a text has a sign for @ that is spelled out. */
static bool has_spelled_at(const bf_lexicon *words, bf_str text)
{
    char sign = '\0';
    for (size_t i = 0; i < text.length; i++)
        if (spelled_sign(words, bf_str_after(text, i), &sign) > 0 && sign == '@')
            return true;
    return false;
}

/* Appends `text` with spelled signs as such, without the blanks round them. */
static void append_unspelled(const bf_lexicon *words, bf_buf *out, bf_str text)
{
    bool blank = false;
    for (size_t i = 0; i < text.length;) {
        char sign = text.bytes[i];
        size_t length = spelled_sign(words, bf_str_after(text, i), &sign);
        if (length == 0 && sign != ' ' && blank)
            bf_buf_append_char(out, ' ');
        blank = length == 0 && sign == ' ';
        if (!blank)
            bf_buf_append_char(out, sign);
        i += length > 0 ? length : 1;
    }
}

/* Says whether a text has anything that an address has: most have not. */
static bool may_have_address(bf_str text)
{
    for (size_t i = 0; i < text.length; i++)
        if (text.bytes[i] == '@' || text.bytes[i] == '(' || text.bytes[i] == '[' ||
            text.bytes[i] == '{')
            return true;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (is_star(rows[i].kind) && bf_str_find(text, bf_str_of(rows[i].word), 0) != SIZE_MAX)
            return true;
    return false;
}

/* Adds the mail addresses of a text whose signs may be spelled out. */
static bool add_spelled_emails(bf_str text, bf_arena *arena, bf_contact_texts *emails)
{
    bf_buf unspelled;
    bf_lexicon words;
    bf_str view;
    bf_error full = {0};
    bf_lexicon_index(&words, rows, sizeof rows / sizeof *rows);
    if (!has_spelled_at(&words, text))
        return add_emails(text, arena, emails);
    bf_buf_init(&unspelled, text.length + 1);
    append_unspelled(&words, &unspelled, text);
    bool added =
        bf_buf_view(&unspelled, "addresses", &view, &full) && add_emails(view, arena, emails);
    bf_buf_free(&unspelled);
    return added;
}

bool bf_contact_emails(bf_str text, bf_arena *arena, bf_contact_texts *emails)
{
    bf_buf room;
    bf_str plain;
    bf_buf_init(&room, 0);
    bool added = bf_plain_view(text, &room, &plain) &&
                 (!may_have_address(plain) || add_spelled_emails(plain, arena, emails));
    bf_buf_free(&room);
    return added;
}

static bool take_hex(bf_str *rest, unsigned char *out)
{
    int high = rest->length >= 2 ? bf_hex_digit(rest->bytes[0]) : -1;
    int low = high >= 0 ? bf_hex_digit(rest->bytes[1]) : -1;
    if (low < 0)
        return false;
    *rest = bf_str_after(*rest, 2);
    *out = (unsigned char)(high << 4 | low);
    return true;
}

/* Adds the address that Cloudflare's email protection hides: hexadecimal, the first byte a key that
 * the others are combined with by exclusive or. */
static bool add_protected(bf_str hex, bf_arena *arena, bf_contact_texts *emails)
{
    char plain[MOST_LOCAL + 1 + 255];
    unsigned char key, byte;
    size_t length = 0;
    if (!take_hex(&hex, &key))
        return true;
    while (length < sizeof plain && take_hex(&hex, &byte))
        plain[length++] = (char)(byte ^ key);
    return add_emails((bf_str){plain, length}, arena, emails);
}

/* The digits after `name` and "=" in the query of a link; empty when there are none. */
static bf_str query_number(bf_str query, bf_str name)
{
    bf_str part;
    while (bf_str_take_part(&query, '&', &part))
        if (bf_str_starts(part, name) &&
            bf_str_starts(bf_str_after(part, name.length), BF_STR("=")))
            return bf_str_after(part, name.length + 1);
    return (bf_str){0};
}

/* The number that a link to a chat of WhatsApp names, always with its country calling code: its
 * path, or "phone" in its query; empty for other links. */
static bf_str chat_number(bf_str href)
{
    size_t at = bf_str_find_nocase(href, BF_STR("://wa.me/"), 0);
    if (at != SIZE_MAX && at < 6)
        return bf_str_after(href, at + BF_STR("://wa.me/").length);
    if (bf_str_find_nocase(href, BF_STR("whatsapp.com/send"), 0) == SIZE_MAX &&
        !bf_str_starts_nocase(href, BF_STR("whatsapp://send")))
        return (bf_str){0};
    return query_number(bf_str_after(href, bf_str_find(href, BF_STR("?"), 0) + 1), BF_STR("phone"));
}

/* Adds the number of a chat. */
static bool add_chat(bf_str number, bf_arena *arena, bf_contact_texts *phones)
{
    char dialled[MOST_CHAT + 1] = "+";
    size_t length = 1;
    while (number.length > 0 && (number.bytes[0] == '+' || number.bytes[0] == ' '))
        number = bf_str_after(number, 1);
    if (bf_str_starts(number, BF_STR("%2B")))
        number = bf_str_after(number, 3);
    for (size_t i = 0; length <= MOST_CHAT && is_digit(at(number, i)); i++)
        dialled[length++] = number.bytes[i];
    return bf_phone_read_dialled((bf_str){dialled, length}, (bf_str){0}, arena, phones);
}

bool bf_contact_link(bf_str href, bf_str country, bf_arena *arena, bf_contact_texts *phones,
                     bf_contact_texts *emails)
{
    bf_str hidden = BF_STR("/cdn-cgi/l/email-protection#");
    size_t place = bf_str_find(href, hidden, 0), query = bf_str_find(href, BF_STR("?"), 0);
    bf_str target = bf_str_slice(href, 0, query), chat = chat_number(href);
    if (bf_str_starts_nocase(target, BF_STR("tel:")) ||
        bf_str_starts_nocase(target, BF_STR("sms:")))
        return bf_phone_read_dialled(bf_str_after(target, 4), country, arena, phones);
    if (bf_str_starts_nocase(target, BF_STR("mailto:")))
        return add_emails(bf_str_after(target, 7), arena, emails);
    if (chat.length > 0)
        return add_chat(chat, arena, phones);
    return place == SIZE_MAX ||
           add_protected(bf_str_after(href, place + hidden.length), arena, emails);
}

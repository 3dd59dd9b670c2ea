/* reference.c: character references of HTML. */
#include "common/reference.h"

#include "common/charset.h"
#include "common/hex.h"
#include "common/references.h"
#include "common/utf8.h"

enum {
    LONGEST = sizeof references[0].name - 1,
    LONGEST_OPTIONAL = 6, /* of the names that need no semicolon */
    COUNT = sizeof references / sizeof *references,
    LAST_CHARACTER = 0x10FFFF
};

/* The number of the row of `name`; COUNT when there is none. */
static size_t row_of(bf_str name)
{
    size_t low = 0, high = COUNT;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = bf_str_compare(bf_str_of(references[middle].name), name);
        if (order == 0)
            return middle;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return COUNT;
}

static bf_reference of_row(size_t row, size_t length)
{
    return (bf_reference){
        .length = length, .first = references[row].first, .second = references[row].second};
}

/* The longest name counts; one without a semicolon may end anywhere, as in "&notit". */
static bf_reference read_name(bf_str text, size_t at)
{
    size_t end = at + 1;
    while (end < text.length && end - at <= LONGEST &&
           ((text.bytes[end] >= '0' && text.bytes[end] <= '9') ||
            (text.bytes[end] >= 'A' && text.bytes[end] <= 'Z') ||
            (text.bytes[end] >= 'a' && text.bytes[end] <= 'z')))
        end++;
    size_t row = row_of(bf_str_slice(text, at + 1, end));
    if (row < COUNT && end < text.length && text.bytes[end] == ';')
        return of_row(row, end + 1 - at);
    if (end > at + 1 + LONGEST_OPTIONAL)
        end = at + 1 + LONGEST_OPTIONAL;
    for (; end > at + 1; end--) {
        row = row_of(bf_str_slice(text, at + 1, end));
        if (row < COUNT && references[row].semicolon_optional)
            return of_row(row, end - at);
    }
    return (bf_reference){0};
}

/* What is meant by `number` (HTML, 13.2.5.80). */
static uint32_t mended(uint32_t number)
{
    bool surrogate = number >= 0xD800 && number <= 0xDFFF;
    if (number == 0 || surrogate || number > LAST_CHARACTER)
        return BF_UTF8_REPLACEMENT;
    uint32_t character = number < 0x100 ? bf_charset_windows_1252((unsigned char)number) : number;
    return character == 0 ? number : character;
}

/* "&#233;" and "&#xE9;"; the semicolon may be left out. */
static bf_reference read_number(bf_str text, size_t at)
{
    size_t i = at + 2;
    bool hex = i < text.length && (text.bytes[i] | 0x20) == 'x';
    size_t begin = i += hex;
    uint32_t number = 0;
    for (; i < text.length; i++) {
        int digit = bf_hex_digit(text.bytes[i]);
        if (digit < 0 || (!hex && digit > 9))
            break;
        if (number <= LAST_CHARACTER) /* more digits change nothing any more */
            number = number * (hex ? 16 : 10) + (uint32_t)digit;
    }
    if (i == begin)
        return (bf_reference){0};
    uint32_t meant = mended(number);
    i += i < text.length && text.bytes[i] == ';';
    return (bf_reference){
        .length = i - at, .first = meant, .by_number = true, .mended = meant != number};
}

bf_reference bf_reference_read(bf_str text, size_t at)
{
    if (at + 1 < text.length && text.bytes[at + 1] == '#')
        return read_number(text, at);
    return read_name(text, at);
}

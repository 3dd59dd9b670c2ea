/* charset.c: bytes of a page to UTF-8. windows-1252, by far the most frequent after UTF-8, is
 * converted here; everything else by iconv. */
#include "common/charset.h"

#include <errno.h>
#include <iconv.h>
#include <stdlib.h>
#include <string.h>

#include "common/utf8.h"

enum { PRESCAN_BYTES = 1024 }; /* HTML, 13.2.3.2 */

/* An encoding, its labels on the web (WHATWG Encoding, 4.2), and iconv's name for it; NULL: done
 * here. */
typedef struct {
    const char *name, *iconv_name;
    const char *labels; /* between blanks */
} encoding;

static const encoding encodings[] = {
    {"utf-8", NULL, " unicode-1-1-utf-8 unicode11utf8 unicode20utf8 utf-8 utf8 x-unicode20utf8 "},
    {"windows-1252", NULL,
     " ansi_x3.4-1968 ascii cp1252 cp819 csisolatin1 ibm819 iso-8859-1 iso-ir-100 iso8859-1 "
     "iso88591 "
     "iso_8859-1 iso_8859-1:1987 l1 latin1 us-ascii windows-1252 x-cp1252 "},
    {"iso-8859-2", "ISO-8859-2",
     " csisolatin2 iso-8859-2 iso-ir-101 iso8859-2 iso88592 iso_8859-2 iso_8859-2:1987 l2 latin2 "},
    {"iso-8859-3", "ISO-8859-3",
     " csisolatin3 iso-8859-3 iso8859-3 iso88593 iso_8859-3 l3 latin3 "},
    {"iso-8859-4", "ISO-8859-4",
     " csisolatin4 iso-8859-4 iso8859-4 iso88594 iso_8859-4 l4 latin4 "},
    {"iso-8859-5", "ISO-8859-5",
     " csisolatincyrillic cyrillic iso-8859-5 iso8859-5 iso88595 iso_8859-5 "},
    {"iso-8859-6", "ISO-8859-6", " arabic asmo-708 ecma-114 iso-8859-6 iso8859-6 iso_8859-6 "},
    {"iso-8859-7", "ISO-8859-7",
     " ecma-118 elot_928 greek greek8 iso-8859-7 iso8859-7 iso_8859-7 "},
    {"iso-8859-8", "ISO-8859-8",
     " hebrew iso-8859-8 iso-8859-8-i iso8859-8 iso_8859-8 logical visual "},
    {"iso-8859-10", "ISO-8859-10", " csisolatin6 iso-8859-10 iso8859-10 l6 latin6 "},
    {"iso-8859-13", "ISO-8859-13", " iso-8859-13 iso8859-13 "},
    {"iso-8859-14", "ISO-8859-14", " iso-8859-14 iso8859-14 "},
    {"iso-8859-15", "ISO-8859-15", " csisolatin9 iso-8859-15 iso8859-15 iso_8859-15 l9 "},
    {"iso-8859-16", "ISO-8859-16", " iso-8859-16 "},
    {"ibm866", "IBM866", " 866 cp866 csibm866 ibm866 "},
    {"koi8-r", "KOI8-R", " cskoi8r koi koi8 koi8-r koi8_r "},
    {"koi8-u", "KOI8-U", " koi8-ru koi8-u "},
    {"macintosh", "MACINTOSH", " csmacintosh mac macintosh x-mac-roman "},
    {"windows-874", "CP874", " dos-874 iso-8859-11 iso8859-11 tis-620 windows-874 "},
    {"windows-1250", "CP1250", " cp1250 windows-1250 x-cp1250 "},
    {"windows-1251", "CP1251", " cp1251 windows-1251 x-cp1251 "},
    {"windows-1253", "CP1253", " cp1253 windows-1253 x-cp1253 "},
    {"windows-1254", "CP1254", " cp1254 csisolatin5 iso-8859-9 iso8859-9 l5 latin5 windows-1254 "},
    {"windows-1255", "CP1255", " cp1255 windows-1255 x-cp1255 "},
    {"windows-1256", "CP1256", " cp1256 windows-1256 x-cp1256 "},
    {"windows-1257", "CP1257", " cp1257 windows-1257 x-cp1257 "},
    {"windows-1258", "CP1258", " cp1258 windows-1258 x-cp1258 "},
    {"gbk", "GB18030", " chinese csgb2312 gb2312 gb_2312 gb_2312-80 gbk iso-ir-58 x-gbk "},
    {"gb18030", "GB18030", " gb18030 "},
    {"big5", "BIG5-HKSCS", " big5 big5-hkscs cn-big5 csbig5 x-x-big5 "},
    {"euc-jp", "EUC-JP", " cseucpkdfmtjapanese euc-jp x-euc-jp "},
    {"iso-2022-jp", "ISO-2022-JP", " csiso2022jp iso-2022-jp "},
    {"shift_jis", "CP932",
     " csshiftjis ms932 ms_kanji shift-jis shift_jis sjis windows-31j x-sjis "},
    {"euc-kr", "CP949",
     " cseuckr euc-kr ks_c_5601-1987 ks_c_5601-1989 ksc5601 korean windows-949 "},
    {"utf-16be", "UTF-16BE", " unicodefffe utf-16be "},
    {"utf-16le", "UTF-16LE",
     " csunicode iso-10646-ucs-2 ucs-2 unicode unicodefeff utf-16 utf-16le "},
};

/* Bytes 0x80 to 0x9F of windows-1252; 0: the byte means nothing (WHATWG has a control there). */
static const uint16_t windows_1252[32] = {
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

static const encoding *find_label(bf_str label)
{
    label = bf_str_trim(label);
    for (size_t i = 0; label.length > 0 && i < sizeof encodings / sizeof *encodings; i++) {
        bf_str labels = bf_str_of(encodings[i].labels), one;
        while (bf_str_take_part(&labels, ' ', &one))
            if (one.length > 0 && bf_str_equal_nocase(one, label))
                return &encodings[i];
    }
    return NULL;
}

/* The encoding of a byte order mark, and its length. */
static const encoding *find_mark(bf_str bytes, size_t *length)
{
    static const struct {
        const char *mark;
        size_t length;
        const char *label;
    } marks[] = {
        {"\xEF\xBB\xBF", 3, "utf-8"}, {"\xFE\xFF", 2, "utf-16be"}, {"\xFF\xFE", 2, "utf-16le"}};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (bf_str_starts(bytes, (bf_str){marks[i].mark, marks[i].length})) {
            *length = marks[i].length;
            return find_label(bf_str_of(marks[i].label));
        }
    return NULL;
}

/* The label after "charset=" at byte `at` of `text`: quoted, or up to what ends a value. */
static bf_str label_at(bf_str text, size_t at)
{
    bf_str rest = bf_str_trim(bf_str_after(text, at + 7));
    size_t end = 0;
    if (!bf_str_starts(rest, BF_STR("=")))
        return (bf_str){0};
    rest = bf_str_trim(bf_str_after(rest, 1));
    if (rest.length > 0 && (rest.bytes[0] == '"' || rest.bytes[0] == '\''))
        rest = bf_str_after(rest, 1);
    while (end < rest.length && !strchr("\"' \t\r\n;/>", rest.bytes[end]))
        end++;
    return bf_str_slice(rest, 0, end);
}

/* Finds the next meta element of `head` at or after byte `from`, passing over comments; SIZE_MAX
 * when there is none. */
static size_t find_meta_tag(bf_str head, size_t from)
{
    for (size_t at = bf_str_find(head, BF_STR("<"), from); at != SIZE_MAX;
         at = bf_str_find(head, BF_STR("<"), at + 1)) {
        bf_str rest = bf_str_after(head, at);
        if (bf_str_starts_nocase(rest, BF_STR("<meta")) && rest.length > 5 &&
            rest.bytes[5] != '\0' && strchr(" \t\n\f\r/", rest.bytes[5]))
            return at;
        if (!bf_str_starts(rest, BF_STR("<!--")))
            continue;
        at = bf_str_find(head, BF_STR("-->"), at + 2); /* "<!-->" is a whole one */
        if (at == SIZE_MAX)
            return SIZE_MAX;
    }
    return SIZE_MAX;
}

/* The encoding that a meta element of the first bytes names (HTML, 13.2.3.2). One that says UTF-16
 * cannot be right, because it was read as ASCII: UTF-8 is meant. */
static const encoding *find_meta(bf_str bytes)
{
    bf_str head = bf_str_slice(bytes, 0, PRESCAN_BYTES);
    for (size_t at = find_meta_tag(head, 0); at != SIZE_MAX; at = find_meta_tag(head, at + 5)) {
        size_t end = bf_str_find(head, BF_STR(">"), at);
        bf_str tag = bf_str_slice(head, at, end == SIZE_MAX ? head.length : end);
        size_t charset = bf_str_find_nocase(tag, BF_STR("charset"), 0);
        const encoding *found = charset == SIZE_MAX ? NULL : find_label(label_at(tag, charset));
        if (found && strncmp(found->name, "utf-16", 6) == 0)
            return find_label(BF_STR("utf-8"));
        if (found)
            return found;
    }
    return NULL;
}

static bool is_ascii(bf_str text)
{
    for (size_t i = 0; i < text.length; i++)
        if ((unsigned char)text.bytes[i] >= 0x80)
            return false;
    return true;
}

uint32_t bf_charset_windows_1252(unsigned char byte)
{
    return byte >= 0x80 && byte < 0xA0 ? windows_1252[byte - 0x80] : byte;
}

static size_t append_windows_1252(bf_buf *out, bf_str bytes)
{
    size_t bad = 0;
    for (size_t i = 0; i < bytes.length; i++) {
        unsigned char byte = (unsigned char)bytes.bytes[i];
        uint32_t c = bf_charset_windows_1252(byte);
        bad += c == 0 && byte != 0;
        bf_utf8_append(out, c == 0 ? BF_UTF8_REPLACEMENT : c);
    }
    return bad;
}

/* Gives out what `converter` holds back (CP1255 and CP1258 wait for a mark to combine with), and
 * puts it into its first state. */
static void flush(bf_buf *out, iconv_t converter)
{
    size_t window = 16, room = window;
    char *to = bf_buf_room(out, window);
    if (to == NULL)
        return;
    iconv(converter, NULL, NULL, &to, &room);
    bf_buf_wrote(out, window - room);
}

/* Converts with iconv; each unit of `unit` bytes that it refuses becomes U+FFFD. false: iconv does
 * not know the name. */
static bool append_iconv(bf_buf *out, const char *name, size_t unit, bf_str bytes, size_t *bad)
{
    iconv_t converter = iconv_open("UTF-8", name);
    char *in = (char *)bytes.bytes; /* iconv does not write there */
    size_t left = bytes.length;
    if (converter == (iconv_t)-1)
        return false;
    while (left > 0) {
        size_t window = 4 * left < 65536 ? 4 * left + 16 : 65536, room = window;
        char *to = bf_buf_room(out, window);
        if (to == NULL)
            break;
        size_t code = iconv(converter, &in, &left, &to, &room);
        bf_buf_wrote(out, window - room);
        if (code != (size_t)-1 || errno == E2BIG)
            continue;
        flush(out, converter); /* the state after a bad byte is anybody's guess */
        bf_utf8_append(out, BF_UTF8_REPLACEMENT);
        (*bad)++;
        size_t refused = left < unit ? left : unit;
        in += refused;
        left -= refused;
    }
    flush(out, converter);
    iconv_close(converter);
    return true;
}

/* Converts `bytes` from `from` into a buffer of its own and that into the arena. */
static bool convert(const encoding *from, bf_str bytes, bf_arena *arena, bf_charset_text *out)
{
    bf_buf text;
    size_t unit = strncmp(from->name, "utf-16", 6) == 0 ? 2 : 1;
    bf_buf_init(&text, SIZE_MAX / 2);
    if (from->iconv_name == NULL && strcmp(from->name, "utf-8") == 0)
        out->bad_bytes = bf_utf8_append_mended(&text, bytes);
    else if (from->iconv_name == NULL ||
             !append_iconv(&text, from->iconv_name, unit, bytes, &out->bad_bytes))
        out->bad_bytes = append_windows_1252(&text, bytes);
    bool made = !text.failed && bf_arena_copy(arena, (bf_str){text.bytes, text.length}, &out->text);
    bf_buf_free(&text);
    return made;
}

bool bf_charset_decode(bf_str bytes, bf_str http_charset, bf_arena *arena, bf_charset_text *out,
                       bf_error *err)
{
    size_t mark = 0;
    const encoding *from = find_mark(bytes, &mark);
    bf_charset_text made = {0};
    bytes = bf_str_after(bytes, mark);
    if (from == NULL)
        from = find_label(http_charset);
    if (from == NULL)
        from = find_meta(bytes);
    if (from == NULL)
        from = find_label(bf_utf8_valid(bytes) && !is_ascii(bytes) ? BF_STR("utf-8")
                                                                   : BF_STR("windows-1252"));
    made.name = bf_str_of(from->name);
    bool as_is = strcmp(from->name, "utf-8") == 0 ? bf_utf8_valid(bytes)
                                                  : from->iconv_name == NULL && is_ascii(bytes);
    if (as_is)
        made.text = bytes;
    else if (!convert(from, bytes, arena, &made))
        return bf_fail(err, BF_ERR_MEMORY, "charset: no memory for %zu bytes", bytes.length);
    *out = made;
    return true;
}

/* An open converter keeps its table; one that the system does not have is missed at a page. */
struct bf_charset_tables {
    iconv_t converters[sizeof encodings / sizeof *encodings];
    size_t count;
};

bf_charset_tables *bf_charset_tables_new(void)
{
    bf_charset_tables *tables = calloc(1, sizeof *tables);
    for (size_t i = 0; tables && i < sizeof encodings / sizeof *encodings; i++) {
        const char *name = encodings[i].iconv_name;
        iconv_t converter = name ? iconv_open("UTF-8", name) : (iconv_t)-1;
        if (converter != (iconv_t)-1)
            tables->converters[tables->count++] = converter;
    }
    return tables;
}

void bf_charset_tables_free(bf_charset_tables *tables)
{
    for (size_t i = 0; tables && i < tables->count; i++)
        iconv_close(tables->converters[i]);
    free(tables);
}

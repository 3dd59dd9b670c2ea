/* crawler/links.h: the links of one page, as a crawler follows them. Knows the elements that link,
 * base, the wish not to be followed, and the name that a page gives itself; whether a link is in
 * scope is scope.h's. */
#ifndef BF_CRAWLER_LINKS_H
#define BF_CRAWLER_LINKS_H

#include "bonafide/page.h"
#include "common/url.h"
#include "crawler/directives.h"

enum { BF_LINKS_MOST = 6000 }; /* of one page; as Heritrix has it. Further ones are left out */

/* What a page says of itself. A canonical URL is a claim of whoever wrote the page: it is there to
 * be recorded, and never to be fetched in the page's place. */
typedef struct {
    bf_directives directives; /* of X-Robots-Tag and meta robots */
    bf_str canonical;         /* rel=canonical (RFC 6596) as the text of a bf_url, in the arena: of
                                 the first Link field that has one, else of the first link element;
                                 empty when there is none, or it is no http URL */
    bool cut;                 /* it has more than BF_LINKS_MOST links */
} bf_links_said;

/* Told each link, resolved; its views live in the arena. false stops. */
typedef bool bf_links_visit(const bf_url *url, void *user);

/* Fills `said`, and then tells `visit` the links of the HTML page `page`, which was fetched as
 * `url`: href of a and area, src of frame and iframe, meta refresh. Links with rel=nofollow, and
 * all of a page that says nofollow, are left out, and so are those that are no http URL. false:
 * `visit` stopped, or BF_ERR_MEMORY. */
BF_MUST_CHECK bool bf_links_each(const bf_page *page, const bf_url *url, bf_arena *arena,
                                 bf_links_said *said, bf_links_visit *visit, void *user,
                                 bf_error *err);

#endif

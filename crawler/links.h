/* crawler/links.h: the links of one page, as a crawler follows them. Knows the elements that link,
 * base, and the wish not to be followed; whether a link is in scope is scope.h's. */
#ifndef BF_CRAWLER_LINKS_H
#define BF_CRAWLER_LINKS_H

#include "bonafide/page.h"
#include "common/url.h"

enum { BF_LINKS_MOST = 6000 }; /* of one page; as Heritrix has it */

/* Told each link, resolved; its views live in the arena. false stops. */
typedef bool bf_links_visit(const bf_url *url, void *user);

/* Tells `visit` the links of the HTML page `page`, which was fetched as `url`: href of a and area,
 * src of frame and iframe, meta refresh. Links with rel=nofollow, and all of a page whose meta
 * robots or X-Robots-Tag says nofollow or none, are left out, and so are those that are no http
 * URL. false: `visit` stopped, or BF_ERR_MEMORY. */
BF_MUST_CHECK bool bf_links_each(const bf_page *page, const bf_url *url, bf_arena *arena,
                                 bf_links_visit *visit, void *user, bf_error *err);

#endif

/* crawler/leads.h: what was fetched leads to other URLs: the links of a page, the target of a
 * redirect, the entries of a sitemap, the sitemaps of a robots.txt. Knows as what they are added;
 * whether they may be is admission.h's. */
#ifndef BF_CRAWLER_LEADS_H
#define BF_CRAWLER_LEADS_H

#include "crawler/crew.h"
#include "crawler/links.h"

/* All of these add to the frontier, within a transaction of the state. false: crew->err says why
 * the crawl cannot go on. */

/* What `page`, had for `job`, leads to, by its status: links, a redirect, or nothing but a note. A
 * page whose payload, by `digest`, many URLs of its host have is not read for links. `said`, all
 * zero before, is what the page says of itself. */
BF_MUST_CHECK bool bf_leads_of_page(bf_crew *crew, const bf_job *job, const bf_page *page,
                                    bf_str digest, bf_links_said *said);

/* A redirect is a page with one link, which is as deep as the page itself. */
BF_MUST_CHECK bool bf_leads_of_redirect(bf_crew *crew, const bf_job *job, const bf_page *page);

/* The entries of a sitemap, or the sitemaps of an index. */
BF_MUST_CHECK bool bf_leads_of_sitemap(bf_crew *crew, const bf_job *job, const bf_page *page);

/* The sitemaps that the `rules` of a host name, or the place where one is by custom, if lists of
 * URLs are wanted. */
BF_MUST_CHECK bool bf_leads_of_robots(bf_crew *crew, const bf_job *job, const bf_robots *rules);

#endif

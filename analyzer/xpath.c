/* xpath.c: XPath 1.0 over a document. libxml2 compiles and evaluates; what it would find wrong only
 * while evaluating, a function or a prefix that there is not, is looked for when an expression is
 * checked. */
#include "analyzer/xpath.h"

#include <stdio.h>
#include <stdlib.h>

#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>

#include "analyzer/xpath_nodes.h"
#include "common/utf8.h"

struct bf_xpath {
    xmlXPathCompExpr *compiled;
};

struct bf_xpath_tree {
    bf_xpath_nodes nodes;
    bf_arena *arena;
    xmlXPathContext *context; /* counts the operations of all that is asked */
    xmlError failure;
};

static bool no_memory(bf_error *err)
{
    return bf_fail(err, BF_ERR_MEMORY, "XPath: no memory");
}

/* What is told after a want of memory comes of it. */
static void note_error(void *user, xmlError *error)
{
    xmlError *noted = user;
    if (noted->code == XML_ERR_NO_MEMORY)
        return;
    noted->code = error->code;
    noted->int1 = error->int1;
}

/* Whom libxml2 told of errors in this thread. */
typedef struct {
    xmlStructuredErrorFunc handler;
    void *user;
} listener;

/* Keeps in `failure` the code and place of what libxml2 would print where it knows no context, such
 * as its want of memory for one. */
static listener listen_to_errors(xmlError *failure)
{
    const listener before = {xmlStructuredError, xmlStructuredErrorContext};
    *failure = (xmlError){0};
    xmlSetStructuredErrorFunc(failure, note_error);
    return before;
}

static void listen_no_more(listener before)
{
    xmlSetStructuredErrorFunc(before.user, before.handler);
}

/* The same of what it tells a context and nobody else. */
static void listen_to_context(xmlXPathContext *context, xmlError *failure)
{
    context->error = note_error;
    context->userData = failure;
}

/* --- Checking -----------------------------------------------------------------------------------
 */

/* What is looked for in the words of an expression. */
typedef struct {
    bf_str text;
    size_t at;
    xmlXPathContext *functions;
    bf_error *err;
} scanning;

static bool fault(bf_error *err, size_t at, const char *words, bf_str what)
{
    bf_fail(err, BF_ERR_RULE, "%s%.*s", words, BF_STR_ARG(what));
    err->column = (unsigned)at + 1;
    return false;
}

static bool begins_name(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (unsigned char)c >= 0x80;
}

static bool goes_on_name(char c)
{
    return begins_name(c) || (c >= '0' && c <= '9') || c == '-' || c == '.';
}

static char char_at(const scanning *job, size_t at)
{
    return at < job->text.length ? job->text.bytes[at] : '\0';
}

/* Says whether a name before a parenthesis may stand there: a core function, a test of a node's
 * kind, or an operator. */
static bool is_callable(const scanning *job, bf_str name)
{
    static const char *const others[] = {"and",  "or",   "div",     "mod",
                                         "text", "node", "comment", "processing-instruction"};
    char word[32];
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (bf_str_equal(name, bf_str_of(others[i])))
            return true;
    if (name.length >= sizeof word || bf_str_equal(name, BF_STR("id")) ||
        bf_str_equal(name, BF_STR("lang")))
        return false;
    snprintf(word, sizeof word, "%.*s", BF_STR_ARG(name));
    return xmlXPathFunctionLookup(job->functions, (const xmlChar *)word) != NULL;
}

static bool pass_literal(scanning *job)
{
    size_t end = job->at + 1;
    while (end < job->text.length && job->text.bytes[end] != job->text.bytes[job->at])
        end++;
    job->at = end + 1;
    return true;
}

static bool pass_name(scanning *job)
{
    size_t begin = job->at;
    while (goes_on_name(char_at(job, job->at)))
        job->at++;
    bf_str name = bf_str_slice(job->text, begin, job->at);
    size_t next = job->at;
    while (char_at(job, next) == ' ')
        next++;
    if (char_at(job, next) == ':' && char_at(job, next + 1) != ':')
        return fault(job->err, begin, "names have no prefixes here: *[name()='a:b'], not ", name);
    if (char_at(job, next) == ':')
        job->at = next + 2;
    if (char_at(job, next) == '(' && !is_callable(job, name))
        return fault(job->err, begin, "no function of XPath 1.0 that a page can be asked: ", name);
    return true;
}

static bool check_words(scanning *job)
{
    while (job->at < job->text.length) {
        char c = job->text.bytes[job->at];
        if (c == '$')
            return fault(job->err, job->at, "there are no variables", (bf_str){0});
        if (c == '\'' || c == '"')
            pass_literal(job);
        else if (!begins_name(c))
            job->at++;
        else if (!pass_name(job))
            return false;
    }
    return true;
}

/* Asks a document without elements, for whose sake the types in an expression must fit. */
static bool check_type(xmlXPathContext *context, bf_xpath *xpath, bool elements, bf_error *err)
{
    xmlDoc *nothing = xmlNewDoc((const xmlChar *)"1.0");
    if (nothing == NULL)
        return no_memory(err);
    context->doc = nothing;
    context->node = (xmlNode *)nothing;
    xmlXPathObject *result = xmlXPathCompiledEval(xpath->compiled, context);
    bool fits = result && (!elements || result->type == XPATH_NODESET);
    if (result == NULL)
        fault(err, 0, "its parts do not fit together: a function has the wrong arguments",
              (bf_str){0});
    else if (!fits)
        fault(err, 0, "here stands an expression that gives elements", (bf_str){0});
    xmlXPathFreeObject(result);
    xmlFreeDoc(nothing);
    return fits;
}

bool bf_xpath_check(bf_str expression, bool elements, bf_error *err)
{
    xmlError failure;
    const listener before = listen_to_errors(&failure);
    xmlXPathContext *context = xmlXPathNewContext(NULL);
    scanning job = {.text = expression, .functions = context, .err = err};
    bf_xpath *xpath = NULL;
    if (context)
        listen_to_context(context, &failure);
    bool sound = context ? check_words(&job) : no_memory(err);
    if (sound)
        xpath = bf_xpath_compile(expression, err);
    sound = xpath && check_type(context, xpath, elements, err);
    bf_xpath_free(xpath);
    xmlXPathFreeContext(context);
    listen_no_more(before);
    return sound;
}

/* --- Compiling ----------------------------------------------------------------------------------
 */

bf_xpath *bf_xpath_compile(bf_str expression, bf_error *err)
{
    char text[BF_XPATH_MOST_BYTES + 1];
    xmlError failure;
    if (expression.length > BF_XPATH_MOST_BYTES ||
        bf_str_find(expression, BF_STR("\0"), 0) != SIZE_MAX) {
        bf_fail(err, BF_ERR_RULE, "an expression has at most %d bytes, and no NUL",
                BF_XPATH_MOST_BYTES);
        return NULL;
    }
    snprintf(text, sizeof text, "%.*s", BF_STR_ARG(expression));
    const listener before = listen_to_errors(&failure);
    bf_xpath *xpath = calloc(1, sizeof *xpath);
    xmlXPathContext *context = xmlXPathNewContext(NULL);
    if (xpath && context) {
        listen_to_context(context, &failure);
        xpath->compiled = xmlXPathCtxtCompile(context, (const xmlChar *)text);
    }
    xmlXPathFreeContext(context);
    listen_no_more(before);
    if (xpath && xpath->compiled)
        return xpath;
    if (xpath == NULL || context == NULL || failure.code == XML_ERR_NO_MEMORY)
        no_memory(err);
    else
        fault(err, (size_t)(failure.int1 > 0 ? failure.int1 : 0),
              "no expression of XPath 1.0 from here on", (bf_str){0});
    bf_xpath_free(xpath);
    return NULL;
}

void bf_xpath_free(bf_xpath *xpath)
{
    if (xpath == NULL)
        return;
    if (xpath->compiled)
        xmlXPathFreeCompExpr(xpath->compiled);
    free(xpath);
}

/* --- The tree -----------------------------------------------------------------------------------
 */

static bool is_small(const bf_document *document, bf_error *err)
{
    size_t attributes = 0;
    for (size_t i = 0; i < document->element_count; i++)
        attributes += document->elements[i].attribute_count;
    if (document->element_count <= BF_XPATH_MOST_ELEMENTS && attributes <= BF_XPATH_MOST_ATTRIBUTES)
        return true;
    return bf_fail(err, BF_ERR_LIMIT, "XPath: %zu elements with %zu attributes are too many",
                   document->element_count, attributes);
}

bf_xpath_tree *bf_xpath_tree_new(const bf_document *document, bf_arena *arena, bf_error *err)
{
    bf_xpath_nodes nodes;
    if (!is_small(document, err) || !bf_xpath_nodes_make(document, arena, &nodes, err))
        return NULL;
    xmlError failure;
    const listener before = listen_to_errors(&failure);
    bf_xpath_tree *tree = calloc(1, sizeof *tree);
    xmlXPathContext *context = tree ? xmlXPathNewContext(nodes.root) : NULL;
    listen_no_more(before);
    if (context == NULL) {
        free(tree);
        no_memory(err);
        return NULL;
    }
    tree->nodes = nodes;
    tree->arena = arena;
    tree->context = context;
    listen_to_context(context, &tree->failure);
    context->opLimit = BF_XPATH_MOST_OPERATIONS;
    xmlXPathOrderDocElems(nodes.root); /* else nodes are compared by walking between them */
    return tree;
}

void bf_xpath_tree_free(bf_xpath_tree *tree)
{
    if (tree == NULL)
        return;
    xmlXPathFreeContext(tree->context);
    free(tree); /* its nodes are the arena's */
}

/* --- Asking -------------------------------------------------------------------------------------
 */

/* Says why libxml2 gave up. Of want of memory it speaks in two ways, or not at all. */
static bool given_up(int code, bf_error *err)
{
    if (code == XML_XPATH_EXPRESSION_OK + XPATH_OP_LIMIT_EXCEEDED)
        return bf_fail(err, BF_ERR_LIMIT, "XPath: an expression asks too much of the page");
    if (code == XML_ERR_OK || code == XML_ERR_NO_MEMORY || code == XML_XPATH_MEMORY_ERROR)
        return no_memory(err);
    return bf_fail(err, BF_ERR_LIMIT, "XPath: libxml2's error %d", code);
}

/* What `xpath` gives at element `at`; NULL: `err` says why. Where memory fails, libxml2 may give a
 * part of it, and tells. */
static xmlXPathObject *ask(bf_xpath_tree *tree, bf_xpath *xpath, uint32_t at, bf_error *err)
{
    tree->context->node = at == BF_NONE ? (xmlNode *)tree->nodes.root : &tree->nodes.nodes[at];
    const listener before = listen_to_errors(&tree->failure);
    xmlXPathObject *result = xmlXPathCompiledEval(xpath->compiled, tree->context);
    listen_no_more(before);
    if (result && tree->failure.code == XML_ERR_OK)
        return result;
    xmlXPathFreeObject(result);
    given_up(tree->failure.code, err);
    return NULL;
}

static size_t node_count(const xmlXPathObject *object)
{
    return object->type == XPATH_NODESET && object->nodesetval ? (size_t)object->nodesetval->nodeNr
                                                               : 0;
}

bool bf_xpath_find(bf_xpath_tree *tree, bf_xpath *xpath, uint32_t at, bf_xpath_elements *out,
                   bf_error *err)
{
    xmlXPathObject *result = ask(tree, xpath, at, err);
    if (result == NULL)
        return false;
    size_t most = node_count(result);
    *out = (bf_xpath_elements){bf_arena_take(tree->arena, most, sizeof *out->items), 0};
    for (size_t i = 0; out->items && i < most; i++) {
        uint32_t element = bf_xpath_nodes_element(&tree->nodes, result->nodesetval->nodeTab[i]);
        if (element != BF_NONE)
            out->items[out->count++] = element;
    }
    xmlXPathFreeObject(result);
    return out->items ? true : no_memory(err);
}

/* Adds `text` to `out`, which has room for it, each run of white space one blank; an empty one is
 * left out. */
static bool add_collapsed(bf_xpath_tree *tree, bf_str text, bf_xpath_texts *out)
{
    char *own = bf_arena_take(tree->arena, text.length + 1, 1);
    size_t length = 0, passed;
    bool blank = false;
    for (size_t i = 0; own && i < text.length; i += passed ? passed : 1) {
        passed = bf_utf8_blank(text, i);
        if (passed == 0 && blank && length > 0)
            own[length++] = ' ';
        blank = passed > 0;
        if (!blank)
            own[length++] = text.bytes[i];
    }
    if (length > 0)
        out->items[out->count++] = (bf_str){own, length};
    return own != NULL;
}

/* Adds a text that libxml2 made; NULL: it had no memory. */
static bool add_made(bf_xpath_tree *tree, xmlChar *made, bf_xpath_texts *out)
{
    bool added = made && add_collapsed(tree, bf_str_of((const char *)made), out);
    xmlFree(made);
    return added;
}

bool bf_xpath_read(bf_xpath_tree *tree, bf_xpath *xpath, uint32_t at, bf_xpath_texts *out,
                   bf_error *err)
{
    xmlXPathObject *result = ask(tree, xpath, at, err);
    if (result == NULL)
        return false;
    size_t nodes = node_count(result);
    *out = (bf_xpath_texts){bf_arena_take(tree->arena, nodes + 1, sizeof *out->items), 0};
    bool read = out->items != NULL;
    for (size_t i = 0; read && i < nodes; i++)
        read = add_made(tree, xmlXPathCastNodeToString(result->nodesetval->nodeTab[i]), out);
    if (read && result->type != XPATH_NODESET)
        read = add_made(tree, xmlXPathCastToString(result), out);
    xmlXPathFreeObject(result);
    return read || no_memory(err);
}

bool bf_xpath_holds(bf_xpath_tree *tree, bf_xpath *xpath, uint32_t at, bool *out, bf_error *err)
{
    xmlXPathObject *result = ask(tree, xpath, at, err);
    if (result == NULL)
        return false;
    *out = xmlXPathCastToBoolean(result) == 1;
    xmlXPathFreeObject(result);
    return true;
}

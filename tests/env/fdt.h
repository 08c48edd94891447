// fdt.h - reads a flattened device tree (Devicetree Specification 0.4, chapter 5), for C tests. Needs no library.
#ifndef ENV_FDT_H
#define ENV_FDT_H
#include <stdbool.h>
#include <stdint.h>

enum { FDT_MAGIC = 0xd00dfeed, FDT_BEGIN_NODE = 1, FDT_END_NODE, FDT_PROP, FDT_NOP, FDT_END = 9 };

static inline uint32_t fdt_cell(const void *p)
{
    const uint8_t *b = p;
    return (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | b[3];
}

static inline bool fdt_same(const char *a, const char *b)
{
    while (*a && *a == *b) a++, b++;
    return *a == *b;
}

struct fdt_prop {
    char path[96];                         // of its node, "/" at the end; cut when longer
    const char *name;
    const uint8_t *value;
    uint32_t bytes;
};

/** Visits every property; ends when visit returns true, which is returned. false: none did, or it is no tree. */
static inline bool fdt_walk(const uint8_t *tree, bool (*visit)(const struct fdt_prop *p, void *ctx), void *ctx)
{
    struct fdt_prop p;
    const uint8_t *at = tree + fdt_cell(tree + 8);
    const char *names = (const char *)tree + fdt_cell(tree + 12);
    uint32_t length = 0;
    if (fdt_cell(tree) != FDT_MAGIC) return false;
    for (;;) {
        uint32_t token = fdt_cell(at);
        at += 4;
        if (token == FDT_BEGIN_NODE) {
            while (*at) {
                if (length < sizeof p.path - 2) p.path[length++] = (char)*at;
                at++;
            }
            p.path[length++] = '/';
            at += 4 - ((uintptr_t)at & 3);
        } else if (token == FDT_END_NODE) {
            for (length--; length && p.path[length - 1] != '/'; length--) {}
        } else if (token == FDT_PROP) {
            p.path[length] = 0;
            p.bytes = fdt_cell(at);
            p.name = names + fdt_cell(at + 4);
            p.value = at + 8;
            if (visit(&p, ctx)) return true;
            at += 8 + ((p.bytes + 3) & ~3u);
        } else if (token != FDT_NOP) {
            return false;                  // the end
        }
    }
}

struct fdt_wanted { const char *path, *name; struct fdt_prop *found; };

static inline bool fdt_is_wanted(const struct fdt_prop *p, void *ctx)
{
    struct fdt_wanted *w = ctx;
    if (!fdt_same(p->path, w->path) || !fdt_same(p->name, w->name)) return false;
    *w->found = *p;
    return true;
}

/** A property of the node with this path, "/" at its end. */
static inline bool fdt_find(const uint8_t *tree, const char *path, const char *name, struct fdt_prop *found)
{
    return fdt_walk(tree, fdt_is_wanted, &(struct fdt_wanted){ path, name, found });
}

#endif

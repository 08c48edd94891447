// machine_shape.h - what follows from the machine's parameters, for the harness and for the reference model.
#pragma once
#include "chk_words.h"
extern "C" {
#include "model/insn.h"
}

namespace sim {

// CacheBytes 0: no caches. Then there is one set of no ways.
constexpr bool     kCached = CacheBytes != 0;
constexpr unsigned kCacheWays = kCached ? CacheWays : 0;
constexpr unsigned kCacheSets = kCached ? CacheBytes / CacheWays / LineBytes : 1;

// What the reference model has to leave out, too.
constexpr th_lacks kLacks = {!Smode, !Bitmanip, !kCached};

// Whether hart.sv has an mmu, and a pmp.
constexpr bool kMmu = Smode || (kCached && PmpEntries != 0);
constexpr bool kPmp = PmpEntries != 0;

}  // namespace sim

/* The boot blob as kernels read it, little-endian: dsl/boot-blob.md. */
#ifndef SKERRY_BLOB_H
#define SKERRY_BLOB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { BLOB_VERSION = 6, BLOB_HEADER_BYTES = 64, BLOB_MOST_BYTES = 4 << 20, NO_NODE = 0xffff };
/* CORE_HOST: its kernel runs beside the machine; CORE_SERIAL: and shares no memory with it. */
enum { CORE_ONLINE = 1, CORE_HOST = 2, CORE_SERIAL = 4, USE_ALL_OPERATIONS = 1, KIND_SERVICE = 0, KIND_CLIENT = 1 };
enum { CORES, MEMORIES, DISTANCES, CHANNELS, PROGRAMS, USES, ROUTES, NAMES, HOPS, STATES, SEATS, USERS, ATTRIBUTES, DOMAINS, LATENCIES, CANDIDATES, SECTIONS };
/* Of a memory: nanoseconds, and MiB in a second; bytes of a cache before it. */
enum { ATTRIBUTE_LATENCY, ATTRIBUTE_BANDWIDTH, ATTRIBUTE_CACHE, ATTRIBUTE_KINDS };
enum { STATE_REGISTER, STATE_MAP, STATE_COUNTER, STATE_SET, STATE_LOG, STATE_LEASE, STATE_KINDS };
enum { BY_BROADCAST, BY_TWO_PHASE, BY_MAJORITY, BY_SHOOTDOWN, PROTOCOLS, NO_PARENT = 0xffff };

struct blob_section {
  uint32_t offset, count, entry_bytes, zero;
};

struct blob {
  uint8_t magic[8];
  uint16_t version, header_bytes;
  uint32_t bytes, checksum, platform, boot_core, virtual_channels;
  uint64_t address;
  uint32_t window, name, nodes, section_count;
  uint8_t zero[8];
  struct blob_section sections[SECTIONS];
};

struct blob_core {
  uint64_t hardware_id, doorbell, memory, memory_bytes;
  uint32_t name, frames, first_channel, channels;
  uint16_t node;
  uint8_t flags, image, zero[12];
};

struct blob_memory {
  uint64_t address, bytes;
  uint32_t name, node;
  uint64_t zero;
};

struct blob_channel {
  uint64_t address;
  uint16_t from, to;
  uint8_t virtual_channel, slots_log2;
  uint16_t slot_bytes;
};

struct blob_program {
  uint32_t name, interface, fingerprint;
  uint16_t core, instance, instances;
  uint8_t kind, zero;
  uint32_t first_use, uses, zero2;
};

struct blob_use {
  uint32_t program, flags;
  uint8_t opcodes[32];
};

/* A hop between neighbours that goes with a link, the lower core first. */
struct blob_hop {
  uint32_t link;
  uint16_t one, other;
};

/* A replicated object. Its seats are its replicas, each behind the one above it in the tree. */
struct blob_state {
  uint32_t name, key_bytes, value_bytes, capacity, command_bytes, snapshot_bytes, lease_ms;
  uint16_t leader;
  uint8_t kind, protocol;
  uint32_t first_seat, seats, first_user, users, first_candidate, candidates, zero[2];
};

struct blob_seat {
  uint16_t core, parent; /* a place among the object's seats; NO_PARENT: the root */
};

/* Who may stand in for the replica of a core: replica by replica, the best first. */
struct blob_candidate {
  uint16_t core, replica;
};

struct blob_user {
  uint32_t program, replica; /* the core that it asks */
};

/* What the memory of one node is to the cores of another: of a cache, both are the memory's. */
struct blob_attribute {
  uint64_t value;
  uint16_t from, to;
  uint8_t kind, level, zero[2];
};

/* A core of a failure domain: domain by domain, cores ascending. */
struct blob_domain {
  uint16_t domain, core;
};

/* From a core to a neighbour: as long as a word takes. */
struct blob_latency {
  uint64_t picoseconds;
  uint16_t from, to;
  uint32_t zero;
};

_Static_assert(sizeof(struct blob) == 64 + 16 * SECTIONS && offsetof(struct blob, address) == 32, "header");
_Static_assert(sizeof(struct blob_core) == 64 && sizeof(struct blob_memory) == 32, "cores and memories");
_Static_assert(sizeof(struct blob_channel) == 16 && sizeof(struct blob_program) == 32, "channels and programs");
_Static_assert(sizeof(struct blob_use) == 40 && sizeof(struct blob_hop) == 8, "uses and hops");
_Static_assert(sizeof(struct blob_state) == 64 && sizeof(struct blob_seat) == 4 && sizeof(struct blob_user) == 8, "states");
_Static_assert(sizeof(struct blob_attribute) == 16 && sizeof(struct blob_domain) == 4, "attributes and domains");
_Static_assert(sizeof(struct blob_latency) == 16 && sizeof(struct blob_candidate) == 4, "latencies and candidates");

/* What is wrong with it, in words; NULL when every offset and index in it is good. */
const char *blob_fault(const struct blob *blob, uint32_t platform);

static inline const void *blob_entry(const struct blob *blob, int section, uint32_t index) {
  const struct blob_section *where = &blob->sections[section];
  return (const uint8_t *)blob + where->offset + (size_t)index * where->entry_bytes;
}

static inline const struct blob_core *blob_core(const struct blob *blob, uint32_t index) {
  return blob_entry(blob, CORES, index);
}

/* Whether a kernel of this machine runs on it. */
static inline bool blob_is_here(const struct blob_core *core) { return (core->flags & (CORE_ONLINE | CORE_HOST)) == CORE_ONLINE; }

static inline uint32_t blob_count(const struct blob *blob, int section) { return blob->sections[section].count; }

static inline const char *blob_name(const struct blob *blob, uint32_t at) { return blob_entry(blob, NAMES, at); }

#endif

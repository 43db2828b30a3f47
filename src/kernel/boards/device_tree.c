/* Devicetree Specification 0.4, chapter 5; NUMA as Linux has it, Documentation/devicetree/bindings/numa.txt. */
#include "device_tree.h"

#include "line.h"

enum { BEGIN_NODE = 1, END_NODE = 2, PROPERTY = 3, NOTHING = 4, MAGIC = 0xd00dfeed, DEEPEST = 16 };

/* What matters of a node; its address cells are those of all nodes above cores and memories: two and two. */
struct node {
  const uint8_t *reg, *matrix;
  uint32_t reg_bytes, matrix_bytes, numa;
  bool is_core, is_memory, has_hvc;
};

static uint32_t word(const uint8_t *at) {
  return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

static uint64_t long_word(const uint8_t *at) { return (uint64_t)word(at) << 32 | word(at + 4); }

static bool is(const char *name, const char *other) { return is_same_text(name, other, text_length(other) + 1); }

static void note(struct node *node, const char *name, const uint8_t *value, uint32_t bytes) {
  if (is(name, "reg")) {
    node->reg = value;
    node->reg_bytes = bytes;
  } else if (is(name, "distance-matrix")) {
    node->matrix = value;
    node->matrix_bytes = bytes;
  } else if (is(name, "numa-node-id") && bytes == 4) {
    node->numa = word(value);
  } else if (is(name, "method")) {
    node->has_hvc = bytes == 4 && is((const char *)value, "hvc");
  } else if (is(name, "device_type")) {
    node->is_core = bytes == 4 && is((const char *)value, "cpu");
    node->is_memory = bytes == 7 && is((const char *)value, "memory");
  }
}

static void tell(const struct node *node, on_found *on_found, void *context) {
  if (node->has_hvc) on_found(context, &(struct found){.kind = FOUND_HVC});
  if (node->is_core && node->reg_bytes >= 4) {
    const uint64_t id = node->reg_bytes == 8 ? long_word(node->reg) : word(node->reg);
    on_found(context, &(struct found){.kind = FOUND_CORE, .id = id, .node = node->numa});
  }
  for (uint32_t at = 0; node->is_memory && at + 16 <= node->reg_bytes; at += 16) {
    const struct found found = {
        .kind = FOUND_MEMORY, .id = long_word(node->reg + at), .bytes = long_word(node->reg + at + 8), .node = node->numa};
    on_found(context, &found);
  }
  for (uint32_t at = 0; at + 12 <= node->matrix_bytes; at += 12) {
    const uint8_t *entry = node->matrix + at;
    on_found(context, &(struct found){
        .kind = FOUND_DISTANCE, .node = word(entry), .to = word(entry + 4), .distance = word(entry + 8)});
  }
}

void device_tree_list(const void *tree, on_found *on_found, void *context) {
  const uint8_t *blob = tree;
  if (blob == NULL || word(blob) != MAGIC) return;
  const uint8_t *at = blob + word(blob + 8), *end = at + word(blob + 36);
  const char *strings = (const char *)blob + word(blob + 12);
  struct node nodes[DEEPEST];
  int depth = -1;
  while (at + 4 <= end) {
    const uint32_t token = word(at);
    at += 4;
    if (token == BEGIN_NODE) {
      at += (text_length((const char *)at) + 4) & ~3u;
      if (++depth >= DEEPEST) return;
      nodes[depth] = (struct node){0};
    } else if (token == PROPERTY) {
      const uint32_t bytes = word(at);
      if (depth >= 0) note(&nodes[depth], strings + word(at + 4), at + 8, bytes);
      at += 8 + ((bytes + 3) & ~3u);
    } else if (token == END_NODE) {
      if (depth < 0) return;
      tell(&nodes[depth--], on_found, context);
    } else if (token != NOTHING) {
      return;
    }
  }
}

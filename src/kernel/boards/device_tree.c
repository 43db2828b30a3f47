/* Devicetree Specification 0.4, chapter 5; NUMA as Linux has it, Documentation/devicetree/bindings/numa.txt. */
#include "device_tree.h"

#include "line.h"

enum { BEGIN_NODE = 1, END_NODE = 2, PROPERTY = 3, NOTHING = 4, MAGIC = 0xd00dfeed, DEEPEST = 16, HEADER_BYTES = 40 };

/* Longer ones no board has, and what claims to be is none. */
enum { MOST_BYTES = 4 << 20 };

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

/* The pieces of a tree that were found to lie in it; all names end in it. */
struct tree {
  const uint8_t *at, *end;
  const char *strings;
  uint32_t strings_bytes;
};

static bool lies_within(uint32_t offset, uint32_t bytes, uint32_t total) { return offset <= total && bytes <= total - offset; }

static bool open_tree(struct tree *tree, const uint8_t *blob) {
  if (blob == NULL || word(blob) != MAGIC) return false;
  const uint32_t total = word(blob + 4), structure = word(blob + 8), strings = word(blob + 12);
  const uint32_t strings_bytes = word(blob + 32), structure_bytes = word(blob + 36);
  if (total < HEADER_BYTES || total > MOST_BYTES || strings_bytes == 0) return false;
  if (!lies_within(structure, structure_bytes, total) || !lies_within(strings, strings_bytes, total)) return false;
  if (blob[strings + strings_bytes - 1] != 0) return false;
  const uint8_t *at = blob + structure;
  *tree = (struct tree){at, at + structure_bytes, (const char *)blob + strings, strings_bytes};
  return true;
}

static uint32_t rest(const struct tree *tree) { return (uint32_t)(tree->end - tree->at); }

/* Over so many bytes, and what fills them up to words. */
static bool step(struct tree *tree, uint32_t bytes) {
  if (bytes > rest(tree)) return false;
  const uint32_t words = (bytes + 3) & ~3u;
  tree->at = words > rest(tree) ? tree->end : tree->at + words;
  return true;
}

static bool skip_name(struct tree *tree) {
  uint32_t length = 0;
  while (length < rest(tree) && tree->at[length] != 0) length++;
  return step(tree, length + 1);
}

/* Notes what matters of a property in its node; NULL for none. */
static bool take_property(struct tree *tree, struct node *node) {
  if (rest(tree) < 8) return false;
  const uint32_t bytes = word(tree->at), name = word(tree->at + 4);
  const uint8_t *value = tree->at + 8;
  tree->at = value;
  if (name >= tree->strings_bytes || !step(tree, bytes)) return false;
  if (node != NULL) note(node, tree->strings + name, value, bytes);
  return true;
}

void device_tree_list(const void *blob, on_found *on_found, void *context) {
  struct tree tree;
  struct node nodes[DEEPEST];
  int depth = -1;
  if (!open_tree(&tree, blob)) return;
  while (rest(&tree) >= 4) {
    const uint32_t token = word(tree.at);
    tree.at += 4;
    if (token == BEGIN_NODE) {
      if (!skip_name(&tree) || ++depth >= DEEPEST) return;
      nodes[depth] = (struct node){0};
    } else if (token == PROPERTY) {
      if (!take_property(&tree, depth < 0 ? NULL : &nodes[depth])) return;
    } else if (token == END_NODE) {
      if (depth < 0) return;
      tell(&nodes[depth--], on_found, context);
    } else if (token != NOTHING) {
      return;
    }
  }
}

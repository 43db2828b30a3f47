/* The hardware beside its description: what differs is said by name. */
#include "compare.h"

#include "boards/line.h"
#include "boards/machine.h"

struct comparison {
  const struct blob *blob;
  uint32_t faults;
  /* What is looked for, and what was found of it. */
  uint64_t id, bytes, lowest;
  uint32_t node, to, distance;
  bool is_found;
  const struct blob_attribute *attribute;
};

static void say(struct comparison *it, const struct line *line) {
  line_print(line);
  it->faults++;
}

static const char *node_name(const struct blob *blob, uint32_t node) {
  for (uint32_t i = 0; i < blob_count(blob, MEMORIES); i++) {
    const struct blob_memory *memory = blob_entry(blob, MEMORIES, i);
    if (memory->node == node) return blob_name(blob, memory->name);
  }
  return "nothing";
}

static struct line *begin_node(struct line *line, const struct blob *blob, uint32_t node) {
  line_number(line_text(line, "node "), node);
  return line_text(line_text(line_text(line, " ("), node_name(blob, node)), "): described ");
}

/* ── cores ── */

static void find_core(void *context, const struct found *found) {
  struct comparison *it = context;
  if (found->kind != FOUND_CORE || found->id != it->id) return;
  it->is_found = true;
  it->node = found->node;
}

static void compare_core(struct comparison *it, const void *hardware, const struct blob_core *core) {
  struct line line = {0};
  it->id = core->hardware_id;
  it->is_found = false;
  machine_list(hardware, find_core, it);
  if (it->is_found && it->node == core->node) return;
  line_text(line_text(&line, "core "), blob_name(it->blob, core->name));
  line_number(line_text(&line, ": described with hardware id "), core->hardware_id);
  line_number(line_text(&line, " on node "), core->node);
  if (it->is_found) line_number(line_text(&line, ", found on node "), it->node);
  else line_text(&line, ", not found");
  say(it, &line);
}

static void find_stranger(void *context, const struct found *found) {
  struct comparison *it = context;
  if (found->kind != FOUND_CORE) return;
  for (uint32_t i = 0; i < blob_count(it->blob, CORES); i++) {
    const struct blob_core *core = blob_core(it->blob, i);
    if (blob_is_here(core) && core->hardware_id == found->id) return;
  }
  struct line line = {0};
  line_text(line_number(line_text(&line, "core with hardware id "), found->id), ": found, not described");
  say(it, &line);
}

/* ── memories ── */

static void find_memory(void *context, const struct found *found) {
  struct comparison *it = context;
  if (found->kind != FOUND_MEMORY || found->node != it->node) return;
  it->bytes += found->bytes;
  if (found->id < it->lowest) it->lowest = found->id;
}

static void compare_node(struct comparison *it, const void *hardware, uint32_t node) {
  uint64_t bytes = 0, lowest = ~0ull;
  for (uint32_t i = 0; i < blob_count(it->blob, MEMORIES); i++) {
    const struct blob_memory *memory = blob_entry(it->blob, MEMORIES, i);
    if (memory->node != node) continue;
    bytes += memory->bytes;
    if (memory->address < lowest) lowest = memory->address;
  }
  it->node = node;
  it->bytes = 0;
  it->lowest = ~0ull;
  machine_list(hardware, find_memory, it);
  if (bytes == it->bytes && (bytes == 0 || lowest == it->lowest)) return;
  struct line line = {0};
  line_hex(line_text(line_size(begin_node(&line, it->blob, node), bytes), " at "), lowest);
  line_text(&line, ", found ");
  if (it->bytes == 0) line_text(&line, "none");
  else line_hex(line_text(line_size(&line, it->bytes), " at "), it->lowest);
  say(it, &line);
}

static void find_strange_memory(void *context, const struct found *found) {
  struct comparison *it = context;
  if (found->kind != FOUND_MEMORY || found->node < it->blob->nodes) return;
  struct line line = {0};
  line_size(line_text(line_number(line_text(&line, "node "), found->node), ": found "), found->bytes);
  say(it, line_text(line_hex(line_text(&line, " at "), found->id), ", not described"));
}

/* ── distances ── */

static void find_distance(void *context, const struct found *found) {
  struct comparison *it = context;
  if (found->kind == FOUND_DISTANCE && found->node == it->node && found->to == it->to) it->distance = found->distance;
}

static void compare_distance(struct comparison *it, const void *hardware, uint32_t from, uint32_t to) {
  const uint8_t *described = blob_entry(it->blob, DISTANCES, from * it->blob->nodes + to);
  it->node = from;
  it->to = to;
  it->distance = 0;
  machine_list(hardware, find_distance, it);
  if (it->distance == *described) return;
  struct line line = {0};
  line_text(line_number(begin_node(&line, it->blob, from), *described), " as the distance to node ");
  line_text(line_text(line_text(line_number(&line, to), " ("), node_name(it->blob, to)), "), found ");
  say(it, it->distance == 0 ? line_text(&line, "none") : line_number(&line, it->distance));
}

/* ── what memories are to the cores of nodes ── */

static bool is_attribute_of(const struct found *found, const struct blob_attribute *it) {
  return found->kind == FOUND_ATTRIBUTE && found->attribute == it->kind && found->level == it->level &&
         found->node == it->from && found->to == it->to;
}

static struct line *line_attribute(struct line *line, uint8_t kind, uint64_t value) {
  if (kind == ATTRIBUTE_CACHE) return line_size(line, value);
  return line_text(line_number(line, value), kind == ATTRIBUTE_LATENCY ? " ns" : " MiB/s");
}

/* Whose it is, and what was described of it: nothing, where the blob has no such. */
static struct line *begin_attribute(struct line *line, const struct blob *blob, const struct blob_attribute *it) {
  line_text(line_number(line_text(line, "node "), it->to), " (");
  line_text(line_text(line, node_name(blob, it->to)), "): ");
  if (it->kind == ATTRIBUTE_CACHE) return line_text(line_number(line_text(line, "its cache of level "), it->level), " is ");
  line_text(line, it->kind == ATTRIBUTE_LATENCY ? "its latency" : "its bandwidth");
  line_text(line_number(line_text(line, " for the cores of node "), it->from), " (");
  return line_text(line_text(line, node_name(blob, it->from)), ") is ");
}

static void find_attribute(void *context, const struct found *found) {
  struct comparison *it = context;
  if (is_attribute_of(found, it->attribute)) it->bytes = found->bytes;
}

static void compare_attribute(struct comparison *it, const void *hardware, const struct blob_attribute *described) {
  it->attribute = described;
  it->bytes = 0;
  machine_list(hardware, find_attribute, it);
  if (it->bytes == described->value) return;
  struct line line = {0};
  line_text(begin_attribute(&line, it->blob, described), "described as ");
  line_text(line_attribute(&line, described->kind, described->value), ", found ");
  if (it->bytes == 0) line_text(&line, "none");
  else line_attribute(&line, described->kind, it->bytes);
  say(it, &line);
}

static void find_strange_attribute(void *context, const struct found *found) {
  struct comparison *it = context;
  if (found->kind != FOUND_ATTRIBUTE) return;
  for (uint32_t i = 0; i < blob_count(it->blob, ATTRIBUTES); i++)
    if (is_attribute_of(found, blob_entry(it->blob, ATTRIBUTES, i))) return;
  const struct blob_attribute strange = {
      found->bytes, (uint16_t)found->node, (uint16_t)found->to, found->attribute, found->level, {0}};
  struct line line = {0};
  line_attribute(line_text(begin_attribute(&line, it->blob, &strange), "found "), found->attribute, found->bytes);
  say(it, line_text(&line, ", not described"));
}

/* A description that says nothing of any memory leaves it to the hardware. */
static void compare_attributes(struct comparison *it, const void *hardware) {
  const uint32_t count = blob_count(it->blob, ATTRIBUTES);
  for (uint32_t i = 0; i < count; i++) compare_attribute(it, hardware, blob_entry(it->blob, ATTRIBUTES, i));
  if (count != 0) machine_list(hardware, find_strange_attribute, it);
}

uint32_t compare_hardware(const struct blob *blob, const void *hardware) {
  struct comparison it = {.blob = blob};
  for (uint32_t i = 0; i < blob_count(blob, CORES); i++)
    if (blob_is_here(blob_core(blob, i))) compare_core(&it, hardware, blob_core(blob, i));
  machine_list(hardware, find_stranger, &it);
  for (uint32_t node = 0; node < blob->nodes; node++) compare_node(&it, hardware, node);
  machine_list(hardware, find_strange_memory, &it);
  compare_attributes(&it, hardware);
  if (blob_count(blob, DISTANCES) == 0) return it.faults;
  for (uint32_t from = 0; from < blob->nodes; from++)
    for (uint32_t to = 0; to < blob->nodes; to++) compare_distance(&it, hardware, from, to);
  return it.faults;
}

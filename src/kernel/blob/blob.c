/* Judges a boot blob before anything of it is believed. */
#include "blob.h"
#include "routes.h"

/* RFC 3720, B.4; the field of the checksum counts as 0. */
static uint32_t checksum_of(const struct blob *blob) {
  const uint8_t *bytes = (const uint8_t *)blob;
  const uint32_t field = offsetof(struct blob, checksum);
  uint32_t crc = ~0u;
  for (uint32_t at = 0; at < blob->bytes; at++) {
    crc ^= at >= field && at < field + 4 ? 0 : bytes[at];
    for (int bit = 0; bit < 8; bit++) crc = (crc >> 1) ^ (crc & 1 ? 0x82f63b78u : 0);
  }
  return ~crc;
}

static const uint32_t entry_bytes[SECTIONS] = {
    sizeof(struct blob_core),    sizeof(struct blob_memory), 1, sizeof(struct blob_channel),
    sizeof(struct blob_program), sizeof(struct blob_use),    1, 1,
    sizeof(struct blob_hop),     sizeof(struct blob_state),  sizeof(struct blob_seat), sizeof(struct blob_user),
    sizeof(struct blob_attribute), sizeof(struct blob_domain), sizeof(struct blob_latency), sizeof(struct blob_candidate),
};

static bool is_section(const struct blob *blob, int index) {
  const struct blob_section *it = &blob->sections[index];
  const uint64_t end = it->offset + (uint64_t)it->count * it->entry_bytes;
  return it->entry_bytes == entry_bytes[index] && it->offset % 8 == 0 && it->offset >= sizeof *blob && end <= blob->bytes;
}

static bool is_name(const struct blob *blob, uint32_t at) { return at < blob_count(blob, NAMES); }

/* Within one range of one memory. */
static bool is_memory(const struct blob *blob, uint64_t address, uint64_t bytes) {
  for (uint32_t i = 0; i < blob_count(blob, MEMORIES); i++) {
    const struct blob_memory *memory = blob_entry(blob, MEMORIES, i);
    if (address >= memory->address && bytes <= memory->bytes && address - memory->address <= memory->bytes - bytes)
      return true;
  }
  return false;
}

static bool is_core(const struct blob *blob, const struct blob_core *core) {
  const uint32_t channels = blob_count(blob, CHANNELS);
  if (!is_name(blob, core->name) || core->first_channel > channels || core->channels > channels - core->first_channel)
    return false;
  if (!(core->flags & CORE_ONLINE) || (core->flags & CORE_HOST)) return true;
  /* A power of two, at a multiple of itself, that a stack and the tables fit in. */
  const uint64_t bytes = core->memory_bytes;
  return bytes >= 0x10000 && (bytes & (bytes - 1)) == 0 && core->memory % bytes == 0 && core->node < blob->nodes &&
         core->frames <= bytes / 64 && is_memory(blob, core->memory, bytes);
}

static bool is_online(const struct blob *blob, uint32_t core) {
  return core < blob_count(blob, CORES) && (blob_core(blob, core)->flags & CORE_ONLINE);
}

static bool is_channel(const struct blob *blob, const struct blob_channel *it) {
  const uint64_t bytes = ((1ull << (it->slots_log2 & 31)) + 1) * it->slot_bytes;
  return is_online(blob, it->from) && is_online(blob, it->to) && it->virtual_channel <= blob->virtual_channels + 1 &&
         it->slots_log2 <= 16 && it->slot_bytes >= 64 && it->slot_bytes % 64 == 0 && it->address % 64 == 0 &&
         is_memory(blob, it->address, bytes);
}

static bool is_program(const struct blob *blob, const struct blob_program *it) {
  const uint32_t uses = blob_count(blob, USES);
  return is_name(blob, it->name) && is_name(blob, it->interface) && is_name(blob, it->fingerprint) &&
         is_online(blob, it->core) && it->kind <= KIND_CLIENT && it->first_use <= uses && it->uses <= uses - it->first_use;
}

static bool is_use(const struct blob *blob, const struct blob_use *it) {
  if (it->program >= blob_count(blob, PROGRAMS)) return false;
  return ((const struct blob_program *)blob_entry(blob, PROGRAMS, it->program))->kind == KIND_SERVICE;
}

static bool is_hop(const struct blob *blob, const struct blob_hop *it) {
  return it->one < it->other && it->other < blob_count(blob, CORES);
}

static bool is_within(const struct blob *blob, int section, uint32_t first, uint32_t count) {
  return first <= blob_count(blob, section) && count <= blob_count(blob, section) - first;
}

static bool is_state(const struct blob *blob, const struct blob_state *it) {
  const uint64_t bytes = (uint64_t)it->capacity * ((uint64_t)it->key_bytes + it->value_bytes);
  return is_name(blob, it->name) && it->kind < STATE_KINDS && it->protocol < PROTOCOLS && it->seats != 0 &&
         it->command_bytes <= 1 << 20 && it->snapshot_bytes <= 1 << 26 && bytes <= it->snapshot_bytes &&
         it->capacity <= it->snapshot_bytes && is_within(blob, SEATS, it->first_seat, it->seats) &&
         is_within(blob, USERS, it->first_user, it->users) &&
         is_within(blob, CANDIDATES, it->first_candidate, it->candidates) && is_online(blob, it->leader);
}

static bool is_seat(const struct blob *blob, const struct blob_seat *it) { return is_online(blob, it->core); }

static bool is_user(const struct blob *blob, const struct blob_user *it) {
  return it->program < blob_count(blob, PROGRAMS) && is_online(blob, it->replica);
}

static bool is_attribute(const struct blob *blob, const struct blob_attribute *it) {
  return it->from < blob->nodes && it->to < blob->nodes && it->kind < ATTRIBUTE_KINDS;
}

static bool is_domain(const struct blob *blob, const struct blob_domain *it) { return is_online(blob, it->core); }

/* Sums of a few do not overflow. */
static bool is_latency(const struct blob *blob, const struct blob_latency *it) {
  return is_online(blob, it->from) && is_online(blob, it->to) && it->picoseconds <= 1ull << 53;
}

static bool is_candidate(const struct blob *blob, const struct blob_candidate *it) {
  return is_online(blob, it->core) && is_online(blob, it->replica);
}

#define EACH(section, type, is_good) \
  for (uint32_t i = 0; i < blob_count(blob, section); i++) \
    if (!is_good(blob, (const struct type *)blob_entry(blob, section, i))) return false

static bool has_good_entries(const struct blob *blob) {
  for (uint32_t i = 0; i < blob_count(blob, MEMORIES); i++) {
    const struct blob_memory *memory = blob_entry(blob, MEMORIES, i);
    if (!is_name(blob, memory->name) || memory->node >= blob->nodes || memory->address + memory->bytes < memory->address)
      return false;
  }
  EACH(CORES, blob_core, is_core);
  EACH(CHANNELS, blob_channel, is_channel);
  EACH(PROGRAMS, blob_program, is_program);
  EACH(USES, blob_use, is_use);
  EACH(HOPS, blob_hop, is_hop);
  EACH(STATES, blob_state, is_state);
  EACH(SEATS, blob_seat, is_seat);
  EACH(USERS, blob_user, is_user);
  EACH(ATTRIBUTES, blob_attribute, is_attribute);
  EACH(DOMAINS, blob_domain, is_domain);
  EACH(LATENCIES, blob_latency, is_latency);
  EACH(CANDIDATES, blob_candidate, is_candidate);
  /* Each core's channels are those that it reads. */
  for (uint32_t core = 0; core < blob_count(blob, CORES); core++) {
    const struct blob_core *it = blob_core(blob, core);
    for (uint32_t i = 0; i < it->channels; i++)
      if (((const struct blob_channel *)blob_entry(blob, CHANNELS, it->first_channel + i))->to != core) return false;
  }
  return true;
}

static bool has_good_counts(const struct blob *blob) {
  const uint32_t names = blob_count(blob, NAMES), distances = blob_count(blob, DISTANCES);
  if (names == 0 || *blob_name(blob, names - 1) != 0 || !is_name(blob, blob->name)) return false;
  if (blob_count(blob, CORES) == 0 || blob_count(blob, CORES) > 0xffff || blob->nodes == 0 || blob->nodes >= NO_NODE) return false;
  if (distances != 0 && distances != blob->nodes * blob->nodes) return false;
  return blob->window > 0 && blob->window <= 4096 && blob->virtual_channels <= 0xff && is_online(blob, blob->boot_core) &&
         !(blob_core(blob, blob->boot_core)->flags & CORE_HOST);
}

const char *blob_fault(const struct blob *blob, uint32_t platform) {
  static const char magic[8] = {'S', 'K', 'R', 'Y', 'B', 'O', 'O', 'T'};
  for (int i = 0; i < 8; i++)
    if (blob->magic[i] != (uint8_t)magic[i]) return "it does not begin with SKRYBOOT";
  if (blob->version != BLOB_VERSION) return "its version is not 6";
  if (blob->bytes < sizeof *blob || blob->bytes > BLOB_MOST_BYTES) return "its length cannot be";
  if (blob->checksum != checksum_of(blob)) return "its checksum is wrong";
  if (blob->header_bytes != BLOB_HEADER_BYTES || blob->section_count != SECTIONS) return "its header is of another shape";
  if (blob->platform != platform) return "it is for another platform";
  if (blob->address != (uintptr_t)blob) return "it lies at another address than it should";
  for (int i = 0; i < SECTIONS; i++)
    if (!is_section(blob, i)) return "a section reaches beyond its end";
  if (!has_good_counts(blob)) return "a number in its header cannot be";
  if (!has_good_entries(blob)) return "an entry refers to what is not there";
  if (!are_routes(blob)) return "its routes are not as they should be";
  return NULL;
}

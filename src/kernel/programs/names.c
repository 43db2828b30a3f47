#include "names.h"

#include "channel/control_message.h"
#include "channel/ways.h"

static struct entry *find_entry(struct kernel *kernel, struct text name, uint32_t instance, uint32_t *index) {
  for (uint32_t i = 0; i < blob_count(kernel->blob, PROGRAMS); i++) {
    const struct blob_program *it = program_at(kernel, i);
    if (it->kind != KIND_SERVICE || it->instance != instance || !is_text(name, program_name(kernel, it))) continue;
    *index = i;
    return kernel->is_boot || it->core == kernel->core ? &kernel->names[i] : NULL;
  }
  return NULL;
}

static void tell(struct kernel *kernel, uint16_t to, uint32_t correlation, uint32_t verdict, uint32_t core, uint32_t endpoint,
                 const char *text) {
  struct control_message answer;
  control_begin(&answer, verdict, core, endpoint, 0);
  control_add(&answer, text);
  control_send(kernel, to, FOUND, correlation, &answer);
}

static const char *reason_of(uint32_t verdict) { return verdict == YES ? "" : verdict == LOST ? "its kernel has died" : "it did not start"; }

static struct asker *take_first(struct kernel *kernel, struct asker **asking) {
  struct asker *it = *asking;
  *asking = it->next;
  it->next = kernel->spare_askers;
  kernel->spare_askers = it;
  return it;
}

static void settle(struct kernel *kernel, struct entry *entry, uint16_t core, uint32_t verdict, uint32_t endpoint) {
  entry->is_known = true;
  entry->verdict = verdict;
  entry->endpoint = (uint16_t)endpoint;
  while (entry->asking != NULL) {
    const struct asker *it = take_first(kernel, &entry->asking);
    tell(kernel, it->core, it->correlation, verdict, core, endpoint, reason_of(verdict));
  }
}

void names_forget(struct kernel *kernel) {
  for (uint32_t i = 0; i < blob_count(kernel->blob, PROGRAMS); i++)
    for (struct asker **asking = &kernel->names[i].asking; *asking != NULL;) {
      if (ways_are_cut(&kernel->ways, (*asking)->core)) take_first(kernel, asking);
      else asking = &(*asking)->next;
    }
}

void names_registered(struct kernel *kernel, uint16_t from, const uint8_t *message, uint32_t length) {
  uint32_t index = 0;
  struct entry *entry = find_entry(kernel, control_text(message, length, 0), control_number(message, 2), &index);
  if (entry == NULL || program_at(kernel, index)->core != from) return;
  settle(kernel, entry, from, control_number(message, 0), control_number(message, 1));
}

void names_lose(struct kernel *kernel, uint32_t core) {
  for (uint32_t i = 0; i < blob_count(kernel->blob, PROGRAMS); i++)
    if (program_at(kernel, i)->kind == KIND_SERVICE && program_at(kernel, i)->core == core)
      settle(kernel, &kernel->names[i], (uint16_t)core, LOST, 0);
}

/* The programs of a kernel that has started anew begin once they can read their objects: until then they are not gone for good. */
static bool is_settled(const struct kernel *kernel, const struct entry *entry, uint32_t core) {
  const bool is_back = kernel->members.has_quorum && has_core(kernel->members.view.members, core);
  return entry->is_known && (entry->verdict != LOST || !is_back);
}

void names_looked_up(struct kernel *kernel, uint16_t from, uint32_t correlation, const uint8_t *message, uint32_t length) {
  uint32_t index = 0;
  struct entry *entry = find_entry(kernel, control_text(message, length, 0), control_number(message, 0), &index);
  if (entry == NULL) tell(kernel, from, correlation, FAILED, 0, 0, "there is no such service");
  else if (is_settled(kernel, entry, program_at(kernel, index)->core))
    tell(kernel, from, correlation, entry->verdict, program_at(kernel, index)->core, entry->endpoint, reason_of(entry->verdict));
  else {
    struct asker *it = kernel->spare_askers;
    if (it != NULL) kernel->spare_askers = it->next;
    else it = kernel_memory(kernel, sizeof *it);
    *it = (struct asker){from, correlation, entry->asking};
    entry->asking = it;
  }
}

void names_register(skerry_program *program, uint32_t verdict) {
  struct kernel *kernel = program->kernel;
  struct control_message message;
  control_begin(&message, verdict, program->endpoint, program->blob->instance, 0);
  control_add(&message, program_name(kernel, program->blob));
  control_add(&message, reason_of(verdict));
  control_send(kernel, (uint16_t)kernel->core, REGISTER, 0, &message);
  if (!kernel->is_boot) control_send(kernel, (uint16_t)kernel->blob->boot_core, REGISTER, 0, &message);
}

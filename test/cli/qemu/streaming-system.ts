/** A system on the example of RISC-V whose programs stream numbers and tell of each, all in order. */
export const streaming = {
  "sums.skerry": `interface Sums @ 1 {
  /// All numbers up to one.
  stream count(to: u32) -> (number: u32)

  /// Nobody answers.
  call never() -> (number: u32) within 50 ms

  /// It is told of each number that a stream gives.
  event given(number: u32)
}
`,
  "system.skerry": `use "./machine"
use "./sums"

system adding on riscvQuad {
  service summer: Sums = "./summer.c" on east.hart[1]
  client asker = "./asker.c" on west.hart[0] uses summer
}
`,
  "summer.c": `#include "sums.h"

struct summer {
  skerry_program *me;
  uint32_t next, last;
};

/* As many as the client has room for. */
static void go_on(struct summer *it, const skerry_call *call) {
  for (uint32_t left; it->next <= it->last; it->next++) {
    if (sums_count_item_send(call, &(sums_count_item){it->next}) != SKERRY_OK) return;
    sums_given_publish(it->me, &(sums_given_event){it->next}, &left);
  }
  sums_count_end(call);
}

static void count(void *self, const skerry_call *call, const sums_count_request *request) {
  struct summer *it = self;
  it->next = 1;
  it->last = request->to;
  (void)call;
}

static void wanted(void *self, const skerry_call *call, uint32_t items) {
  if (items != 0) go_on(self, call);
}

static void start(void *self, skerry_program *me) { ((struct summer *)self)->me = me; }

static void never(void *self, const skerry_call *call) { (void)self, (void)call; }

static const sums_server server = {.count = count, .never = never};

static void receive(void *self, const skerry_call *call, const void *payload, uint32_t bytes) {
  sums_dispatch(&server, self, call, payload, bytes);
}

SKERRY_PROGRAM(summer) = {.name = "summer", .state_bytes = sizeof(struct summer), .serves = &sums_interface,
                          .start = start, .receive = receive, .wanted = wanted};
`,
  "asker.c": `#include "sums.h"

enum { LAST = 1000, ROOM = 8 };

struct asker {
  skerry_program *me;
  skerry_binding *sums;
  sums_count_pending counting;
  sums_given_pending hearing;
  sums_never_pending waiting;
  uint32_t number, heard, sum;
};

static void on_never(sums_never_pending *pending, const sums_never_answer *answer) {
  struct asker *it = pending->context;
  skerry_log(it->me, answer->kind == SKERRY_LATE ? "nobody answered in time" : "it was answered");
  skerry_done(it->me);
}

static void on_count(sums_count_pending *pending, const sums_count_answer *answer) {
  struct asker *it = pending->context;
  if (answer->kind == SKERRY_ITEM) {
    if (answer->as.item.number != ++it->number) skerry_fail(it->me, "an item is missing");
    it->sum += answer->as.item.number;
  } else if (answer->kind == SKERRY_END && it->sum == LAST * (LAST + 1) / 2 && it->heard > ROOM) {
    skerry_log(it->me, "all came in order");
    skerry_cancel(it->sums, &it->hearing);
  } else skerry_fail(it->me, "the stream ended too early");
  it->waiting = (sums_never_pending){on_never, it};
  if (answer->kind == SKERRY_END && sums_never(it->sums, &it->waiting) != SKERRY_OK) skerry_fail(it->me, "no call");
}

static void on_given(sums_given_pending *pending, const sums_given_answer *answer) {
  struct asker *it = pending->context;
  it->heard += answer->kind == SKERRY_EVENT;
}

static void start(void *self, skerry_program *me) {
  struct asker *it = self;
  it->me = me;
  it->sums = skerry_use(me, "summer", &sums_interface);
  it->hearing = (sums_given_pending){on_given, it};
  it->counting = (sums_count_pending){on_count, it};
  if (sums_given(it->sums, ROOM, &it->hearing) != SKERRY_OK) skerry_fail(me, "no events");
  if (sums_count(it->sums, &(sums_count_request){LAST}, ROOM, &it->counting) != SKERRY_OK) skerry_fail(me, "no stream");
}

SKERRY_PROGRAM(asker) = {.name = "asker", .state_bytes = sizeof(struct asker), .start = start};
`,
};

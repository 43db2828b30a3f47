/*
 * Who takes part, and how kernels agree on it: views of the membership, what speaks for another one, and the ballots on
 * it. The same, message by message, as src/runtime/membership.
 */
#ifndef SKERRY_MEMBERS_H
#define SKERRY_MEMBERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Sets of cores are bits in words. */
static inline bool has_core(const uint32_t *set, uint32_t core) { return set[core / 32] >> (core % 32) & 1; }
static inline void add_core(uint32_t *set, uint32_t core) { set[core / 32] |= 1u << (core % 32); }

struct view {
  uint32_t epoch, cut_count;
  uint32_t *members;
  uint32_t *started, *partings; /* by core: how often its kernel has started before; how often it was left among too few */
  uint32_t *cuts;               /* the lower core in the low half, ascending */
  uint32_t stand_in_count;
  uint32_t *stand_ins; /* replicas where the plan has none, in place of lost ones: the core in the low half, the object in the high one */
};

/* A view that was accepted in a ballot; 0: none. */
struct vote {
  uint64_t ballot;
  struct view view;
};

/* All that anybody has said in one ballot: its number is its round and in the low 16 bits who proposes. 0: none. */
struct ballot {
  uint64_t number;
  uint32_t *dead, *witnesses, *promised, *accepted;
  struct vote latest;
  struct view value;
  bool has_value;
};

/* What a core hears of its neighbours, as it said last. */
struct hearing {
  uint32_t incarnation, version, partings;
  bool is_known;
};

/* A neighbour, and what goes to its monitor and comes from it. */
struct near {
  uint16_t core;
  bool is_untold, is_to_answer, is_silent, is_cut;
  uint32_t epoch; /* of its view, as far as it is known */
};

/* A replica by the plan that others may stand in for, the best first. */
struct place {
  uint32_t object, replica, candidate_count;
  const struct blob_candidate *candidates;
};

struct reach {
  uint32_t count; /* members within reach */
  int32_t rank;   /* of this kernel among them; -1: it is none */
  bool has_quorum, has_wish;
};

/* What a ballot of this kernel was begun for. */
struct about {
  bool is_set;
  struct view wish;
  uint32_t dead, witnesses;
};

struct blob;
struct blob_candidate;
struct kernel;

struct members {
  struct kernel *kernel;
  const struct blob *blob;
  uint32_t core, incarnation, cores, words, hops, version, own_partings;
  uint32_t *first_near; /* by core, and one more: where its neighbours begin */
  uint16_t *all_near;   /* ascending */
  uint32_t *booting;
  /* What is known: by core, the latest incarnation and one more; by place in all_near, whether it hears nothing of it. */
  struct hearing *hearings;
  uint8_t *silent;
  struct place *places; /* object by object */
  uint32_t place_count;
  uint8_t *holds; /* by place: whether the core has said that it has the state again */
  uint32_t *dead, *running, *joining;
  struct near *near;
  uint32_t near_count;
  struct view view, wish;
  struct ballot ballot;
  struct vote own;
  struct about about;
  struct ballot heard; /* of a gossip */
  struct view heard_view;
  uint32_t *reached, *within, *some;
  uint16_t *line; /* of cores to look at */
  uint64_t propose_at, slowest_ns; /* twice there and back over the slowest hop: the last of the dead, and what others say of it */
  bool is_member, has_quorum, has_within, was_excluded, is_leaving;
  bool is_gathering; /* a ballot waits for the rest of what is lost together */
  bool has_heard_of_ballot; /* more of one, or of a later one */
  uint32_t doublings, drawn; /* of the back-off: how often its least is doubled; waits that were drawn */
};

/*
 * GATHER_NS: how long the rest of what is lost together is waited for, besides `slowest_ns`. Neighbours look at what they hear
 * at times of their own, half a second apart (monitor.c), and on a busy machine late: within four times that all have missed it.
 */
enum { MILLISECOND_NS = 1000000, RETRY_NS = 50 * MILLISECOND_NS, GATHER_NS = 2000000000, MOST_BEHIND = 24 };
#define NEVER (~0ull)

/* view.c */
void view_make(struct members *it, struct view *view);
void view_copy(const struct members *it, struct view *to, const struct view *from);
bool is_same_member(const struct view *one, const struct view *other, uint32_t core);
bool is_same_view(const struct members *it, const struct view *one, const struct view *other);
bool has_cut(const struct view *view, uint32_t one, uint32_t other);
bool stands_in(const struct view *view, uint32_t object, uint32_t core);
bool has_stand_ins(const struct view *view, uint32_t object);
uint32_t count_cores(const struct members *it, const uint32_t *set);
void ballot_make(struct members *it, struct ballot *ballot);
uint32_t *make_set(struct members *it);
void copy_set(const struct members *it, uint32_t *to, const uint32_t *from);
/* Whether any was new. */
bool merge_set(const struct members *it, uint32_t *to, const uint32_t *from);

/* evidence.c: whether it was news. */
bool evidence_died(struct members *it, uint32_t core, uint32_t incarnation);
bool evidence_started(struct members *it, uint32_t core, uint32_t incarnation);
bool evidence_joins(struct members *it, uint32_t core, uint32_t incarnation);
bool evidence_is_dead(const struct members *it, uint32_t core, uint32_t incarnation);
bool evidence_is_outside(const struct members *it, const uint32_t *latest, uint32_t core);
/* Whether it has said that nothing comes to it from a neighbour. */
bool evidence_hears_nothing(const struct members *it, uint32_t core, uint32_t of);
void evidence_dead_members(const struct members *it, uint32_t *set);
void evidence_witnesses(const struct members *it, uint32_t *set);
/* Whether a core has said last what it hears as the member that it is. */
bool evidence_is_of_member(const struct members *it, uint32_t core);
/* What this kernel is to wish for, by all that it knows: into `wish`, and who it reaches into `reached`. */
struct reach evidence_reach(struct members *it);
/* Where `near` is among the neighbours of `core`; ~0: it is none. */
uint32_t place_of_near(const struct members *it, uint32_t core, uint32_t near);

/*
 * gather.c: whether more is lost, as far as can be told, than `wish` does without: the rest of a domain or of a link, or a
 * core that one neighbour hears nothing of and others still wait for.
 */
bool is_wish_torn(const struct members *it);

/* stand_ins.c */
void stand_ins_make(struct members *it);
/* Those of the next view, by `members` and what they hold, into `to`. */
void stand_ins_choose(const struct members *it, const uint32_t *members, struct view *to);

/* ballot.c */
void synod_begin(struct members *it);
bool synod_join(struct members *it, const struct ballot *heard);
bool synod_may_choose(const struct members *it);
/* `wish`: NULL for none. False when there is nothing to choose. */
bool synod_choose(struct members *it, const struct view *wish);
const struct view *synod_decided(const struct members *it);

/* gossip.c */
struct gossip {
  uint32_t incarnation, epoch;
  bool asks, has_view;
  const uint32_t *lists;
  uint32_t left; /* words from there on */
};
uint32_t gossip_most_words(const struct members *it);
/* What `to` is to be told; the number of words. */
uint32_t gossip_encode(const struct members *it, const struct near *to, uint32_t *words);
/* False for what is no gossip. Its view and ballot are `heard_view` and `heard`. */
bool gossip_decode(struct members *it, const uint32_t *words, uint32_t count, struct gossip *gossip);
/* Takes over what its lists say; whether any of it was news. */
bool gossip_learn(struct members *it, const struct gossip *gossip);

/* members.c: what the host has noticed; after one or more of them comes `members_settle`. */
void members_begin(struct members *it, struct kernel *kernel, const struct blob *blob, uint32_t core, uint32_t incarnation);
void members_died(struct members *it, uint32_t core);
void members_silent(struct members *it, struct near *near, bool is_silent);
void members_cut(struct members *it, struct near *near, bool is_cut);
void members_expect(struct members *it, uint32_t core, uint32_t incarnation);
/* This kernel has the state of an object again, which another has stood in for. */
void members_holds(struct members *it, uint32_t object);
void members_leave(struct members *it);
void members_receive(struct members *it, struct near *from, const struct gossip *gossip);
void members_settle(struct members *it, uint64_t now);
bool members_owe(const struct members *it);
struct near *near_of(struct members *it, uint32_t core);
void members_tell_all(struct members *it);
/* What this kernel hears of its neighbours, said anew. */
void members_report(struct members *it);

/*
 * back_off.c: nanoseconds for which a ballot is left alone of which more is heard, and one that this kernel begins; that a
 * ballot has decided.
 */
uint64_t back_off_wait(struct members *it);
uint64_t back_off_wait_after_begin(struct members *it);
void back_off_decided(struct members *it);

/* strive.c: sees to it that the view becomes what it should be. */
void members_strive(struct members *it, uint64_t now);
void members_rest(struct members *it);

/* What is asked of the kernel, which is above. Memory of its own, zeroed; where there is none it ends. */
void *kernel_memory(struct kernel *kernel, uint64_t bytes);
/* False: the neighbour has not taken yet what it was told before. */
bool monitor_send(struct kernel *kernel, const struct near *to);
void kernel_view_agreed(struct kernel *kernel, const struct view *before);
void kernel_quorum_changed(struct kernel *kernel);
_Noreturn void kernel_excluded(struct kernel *kernel);

#endif

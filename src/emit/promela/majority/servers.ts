/** What a server of `src/runtime/agreement/majority` knows, and its log: `server-log.ts`, `quorum.ts`. */
export const majorityServers = `/*
 * {{name}}: majority between {{realReplicas}} replicas{{#if reduced}}, here {{count}}{{/if}}: on {{cores}}.
 * The first leads at first. At any time one of them, whichever it is, crashes, or none does, and a message is lost, or none;
 * who is left learns of the crash when it likes. Where two decide, none crashes: they would stop. With -DRIVALS nothing of that
 * happens and nothing is proposed, but at any time two of them, or one twice, stand for election though nothing is wrong.
 * Messages keep their order between two servers, and are lost where more than CAP would be on their way.
 * Left out: changes of servers, snapshots and forgotten entries, reads, proposers without a replica, a second crash; alarms while
 * anything else can happen. An alarm proposes again what waits; who has waited for the leader for long enough is left open.
 *
 *   spin -search -DSAFETY -DCOLLAPSE {{name}}.pml
 *
 * proves that no two servers commit different entries at one place, that none leads beside another in one term, that nothing
 * committed is dropped, and that all who live have everything in the end. With one of these before -search it must fail:
{{#each faults}}
 *   -D{{name}}: {{text}}
{{/each}}
 */
#define N {{count}}
#define QUORUM (N / 2 + 1)
#define PROPOSALS 2
#define PATIENCE 6
#define CAP 4
#define NOBODY N
#define TERMS 7
#define PLACES 6

#define ASK_VOTE 1
#define VOTE 2
#define APPEND 3
#define APPENDED 4
#define FORWARD 5

#define IDLE 0
#define TRIAL 1
#define ELECTION 2

/* An entry is a term and a proposal, or nothing but a term; a log is entries, the first in the lowest bits. */
#define BITS 5
#define NOTHING 3
#define MISSING 15
#define entry(log_, i) (((log_) >> (BITS * ((i) - 1))) & 31)
#define upTo(log_, n) ((log_) & ((1 << (BITS * (n))) - 1))
#define behind(log_, n) ((log_) >> (BITS * (n)))
#define made(term_, what_) ((term_) * 4 + (what_))
#define termIn(e) ((e) >> 2)
#define whatIn(e) ((e) & 3)
#define cell(one, other) ((one) * N + (other))
#define bit(p) (1 << (p))
#define isLiving(r) ((r) != victim)

chan link[N * N] = [CAP] of { byte, byte, byte, byte, byte, byte, int };

byte victim = NOBODY;
#ifdef RIVALS
bool mayLose = false;
#else
bool mayLose = true;
#endif
byte knowing;

byte term[N] = 1;
byte votedFor[N];
byte leader[N];
bool leads[N];
byte electing[N];
byte votes[N];
int log[N];
byte last[N];
byte commit[N];
byte match[N * N];
byte next[N * N];
bool waits[N];
byte waiting[N];
byte alarms[N];

/* What is known to God alone. */
byte agreed[PLACES + 1];
byte ledBy[TERMS + 1] = NOBODY;
byte applied[N];
byte told;

hidden byte homes[3] = { {{homes}} };
hidden byte self, from;
hidden byte kind, sentIn, f1, f2, f3, f4;
hidden int f5;
hidden byte n1, n2, n3, n4, termBefore, count, what, goal, has;
hidden byte isReady, isUpToDate, isFree, news, known, mustStand, mustLead, mustRemind;

inline send(to_, kind_, a_, b_, c_, d_, e_) {
  if
  :: isLiving(to_) && len(link[cell(self, to_)]) < CAP ->
     link[cell(self, to_)]!kind_, term[self], a_, b_, c_, d_, e_
  :: else
  fi
}

inline findTerm(index) {
  if
  :: (index) == 0 -> termBefore = 0
  :: (index) > last[self] -> termBefore = MISSING
  :: else -> termBefore = termIn(entry(log[self], index))
  fi
}

inline append(entry_) {
  assert(last[self] < PLACES);
  log[self] = log[self] | ((entry_) << (BITS * last[self]));
  last[self]++
}

inline commitTo(index) {
  goal = index;
  if
  :: goal > last[self] -> goal = last[self]
  :: else
  fi;
  news = goal > commit[self];
  do
  :: commit[self] < goal ->
     commit[self]++;
     what = entry(log[self], commit[self]);
     if
     :: agreed[commit[self]] == 0 -> agreed[commit[self]] = what
     :: else
     fi;
     assert(agreed[commit[self]] == what);
     what = whatIn(what);
     if
     :: what != NOTHING ->
        applied[self] = applied[self] | bit(what);
        if
        :: waiting[self] & bit(what) ->
           waiting[self] = waiting[self] & ~bit(what);
           told = told | bit(what)
        :: else
        fi
     :: else
     fi
  :: else -> break
  od
}
`;

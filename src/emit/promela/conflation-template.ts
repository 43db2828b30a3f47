/**
 * What replicas say of how far they have come, while there is no room for it, as a Promela model: `src/runtime/kernel/states/conflation.ts`
 * and the outlet that it sends through. What {@link seededConflationFaults} lists takes out one thing that it needs.
 */
export const conflationTemplate = `/*
 * {{from}} -> {{to}}: reports of how far {{name}} has come on one core, on their way to the other over a ring of {{realSlots}} slots{{#if reduced}}, here of {{slots}}{{/if}}.
 * There are two kinds of reports; one of the first asks for something. While a report waits for room, of those of its kind that
 * follow it only the last is sent. At any time the way may be lost, with all that is on it; when there is one again,
 * the latest of each kind is said again.
 * Left out: messages of which every one counts, which are sent as they are.
 *
 *   spin -search -DSAFETY conflation.pml
 *
 * proves that no more than one report of each kind ever waits, that none is overtaken by one that is older, and that the latest
 * arrives, and what was asked, however late room comes. With one of these before -search it must fail:
{{#each faults}}
 *   -D{{name}}: {{text}}
{{/each}}
 */
#define SLOTS {{slots}}
#define LEVELS 4
#define ACK 0
#define REPORT 1
#define KINDS 2
#define NOTHING 0

/* What is in the ring of the way, and what waits for room in it: kind, how far, and whether it asks for something. */
chan ring = [SLOTS] of { byte, byte, bool };
chan queue = [KINDS] of { byte, byte, bool };

bool isOpen = true;
bool isWaiting[KINDS];
byte following[KINDS];
bool followingAsks[KINDS];

byte told[KINDS];
byte heard[KINDS];
bool asked;
bool answered;
byte done;

hidden byte kind, level, n;
hidden byte asks, hasRoom;

/* Sends at once where there is room and nobody waits for it; where there is no way, never. */
inline send(k_, level_, asks_) {
  hasRoom = (len(queue) == 0 && len(ring) < SLOTS);
  if
  :: !isOpen -> isWaiting[k_] = false
  :: isOpen && hasRoom ->
     ring!k_, level_, asks_;
     isWaiting[k_] = false
  :: else ->
     assert(len(queue) < KINDS);
     queue!k_, level_, asks_
  fi
}

inline tell(k_, level_, asks_) {
  if
#ifdef NO_CONFLATION
  :: false -> skip
#else
  :: isWaiting[k_] ->
#ifdef KEEP_FIRST
     if
     :: following[k_] == NOTHING -> following[k_] = level_
     :: else
     fi;
#else
     following[k_] = level_;
#endif
#ifdef FORGET_ASK
     followingAsks[k_] = asks_
#else
     followingAsks[k_] = followingAsks[k_] || (asks_)
#endif
#endif
  :: else ->
     isWaiting[k_] = true;
     send(k_, level_, asks_)
  fi
}

/* What waited has left, or never will. */
inline left(k_) {
  level = following[k_];
  asks = followingAsks[k_];
  following[k_] = NOTHING;
  followingAsks[k_] = false;
#ifdef FORGET_LAST
  level = NOTHING;
#endif
  if
  :: level != NOTHING && isOpen -> send(k_, level, asks)
  :: else -> isWaiting[k_] = false
  fi
}

proctype progress(byte own) {
  do
  :: told[own] == LEVELS -> break
  :: else ->
     if
     :: d_step { told[own]++; tell(own, told[own], false) }
     :: d_step { own == ACK && !asked -> asked = true; told[own]++; tell(own, told[own], true) }
     fi
  od;
  done++
}

/* Somebody gives a slot back. */
active proctype outlet() {
end:
  do
  :: d_step {
       len(queue) > 0 && nfull(ring) ->
       queue?kind, level, asks;
       ring!kind, level, asks;
       left(kind)
     }
  od
}

active proctype receiver() {
end:
  do
  :: d_step {
       ring?kind, level, asks ->
       assert(level >= heard[kind] && level <= told[kind]);
       heard[kind] = level;
       answered = answered || asks
     }
  od
}

/* The way is lost with all that is on it, and found again: then everybody is told anew. */
active proctype loss() {
  if
  :: d_step {
       isOpen = false;
       do
       :: len(queue) > 0 -> queue?kind, level, asks; left(kind)
       :: else -> break
       od;
       do
       :: len(ring) > 0 -> ring?kind, level, asks
       :: else -> break
       od
     };
     d_step {
       isOpen = true;
       for (n : 0 .. KINDS - 1) {
         if
         :: told[n] > 0 -> tell(n, told[n], n == ACK && asked && !answered)
         :: else
         fi
       }
     }
  :: skip
  fi;
  done++
}

active proctype end_() {
  done == 3 && heard[ACK] == told[ACK] && heard[REPORT] == told[REPORT] && answered == asked && len(queue) == 0
}

init {
  atomic { run progress(ACK); run progress(REPORT) }
}
`;

/** What can be left out of the model to see it fail, and what that is. */
export const seededConflationFaults = [
  { name: "NO_CONFLATION", text: "every report is sent, whether or not one waits" },
  { name: "KEEP_FIRST", text: "of the reports that follow one that waits, the first is kept and not the last" },
  { name: "FORGET_ASK", text: "a report that takes the place of another does not ask what that one asked" },
  { name: "FORGET_LAST", text: "what follows a report that has waited is not sent when that has left" },
] as const;

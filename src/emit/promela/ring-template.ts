/**
 * The ring of a channel with the doorbells of its two kernels, as a Promela model (Holzmann, "The SPIN Model Checker",
 * 2003): `src/runtime/channel/ring.ts`, `hosts/threads/doorbells.ts` and the loop of `hosts/threads/drive.ts`, access by
 * access. What {@link seededRingFaults} lists takes out one thing that it needs, so that the proof can fail.
 */
export const ringTemplate = `/*
 * {{from}} -> {{to}}: a ring of {{realSlots}} slots{{#if reduced}}, here of {{slots}}{{/if}}, and the doorbells by which its two kernels wake each other.
 * All accesses are sequentially consistent, as those of Atomics are; the one plain read, with which the consumer
 * looks first, may miss a message that is there. Positions begin at {{start}}, so that they wrap.
 *
 *   spin -search -DSAFETY ring.pml
 *
 * proves that no message is lost, doubled, overtaken or overwritten, and that nobody sleeps with work to do.
 * With one of these before -search it must fail:
{{#each faults}}
 *   -D{{name}}: {{text}}
{{/each}}
 */
#define SLOTS {{slots}}
#define BATCH {{batch}}
#define MESSAGES {{messages}}
#define START {{start}}

#define PRODUCER 0
#define CONSUMER 1

#define ABSENT 0
#define ASLEEP 1
#define AWAKE 2

byte sequence[SLOTS];
byte content[SLOTS];
byte credits = START;
byte bell[2];
bool parked[2];
short census;
byte received;
byte stopped;

#define slotOf(position) ((position) & (SLOTS - 1))
#define after(position) (((position) + 1) & 255)

inline wake(self) {
  atomic { before = bell[self]; bell[self] = AWAKE };
  if
  :: before != AWAKE -> census++
  :: else
  fi
}

inline leave(self, state) {
  atomic { before = bell[self]; bell[self] = state };
  if
  :: before == AWAKE -> census--
  :: else
  fi
}

inline ring(other) {
  asleep = (bell[other] == ASLEEP);
  if
  :: asleep ->
     atomic {
       asleep = (bell[other] == ASLEEP);
       if
       :: asleep -> bell[other] = AWAKE
       :: else
       fi
     };
     if
     :: asleep ->
        census++;
#ifndef NO_NOTIFY
        parked[other] = false
#endif
     :: else
     fi
  :: else
  fi
}

/* Atomics.wait compares and parks at once; a nap may be over before anybody rings. */
inline nap(self) {
  atomic {
    if
    :: bell[self] == ASLEEP -> parked[self] = true
    :: else
    fi
  };
  if
  :: !parked[self]
  :: parked[self] = false
  fi
}

/* So does Atomics.waitAsync, for any length of time. */
inline wait(self) {
  atomic {
    if
    :: bell[self] == ASLEEP -> parked[self] = true
    :: else
    fi
  };
  !parked[self]
}

active proctype producer() {
  byte position = START, limit = START + SLOTS, sent, before;
  bool asleep, sleepy;

  wake(PRODUCER);
  do
  :: sent == MESSAGES -> break
  :: else ->
     if
     :: position == limit -> limit = credits + SLOTS
     :: else
     fi;
     if
     :: position != limit ->
#ifdef PUBLISH_FIRST
        sequence[slotOf(position)] = after(position);
        content[slotOf(position)] = sent;
#else
        content[slotOf(position)] = sent;
        sequence[slotOf(position)] = after(position);
#endif
        position++;
        sent++;
        ring(CONSUMER)
     :: else ->
        leave(PRODUCER, ASLEEP);
        limit = credits + SLOTS;
        if
        :: position == limit -> nap(PRODUCER); wait(PRODUCER)
        :: else
        fi;
        wake(PRODUCER)
     fi
  od;
  leave(PRODUCER, ABSENT);
  stopped++
}

active proctype consumer() {
  byte position = START, returned = START, before;
  bool asleep, found;

  wake(CONSUMER);
  do
  :: received == MESSAGES -> break
  :: else ->
     found = (sequence[slotOf(position)] == after(position));
     if
     :: skip
     :: found = false
     fi;
     if
     :: found ->
#ifdef EARLY_CREDIT
        credits = after(position);
#endif
        assert(content[slotOf(position)] == received);
        received++;
        position++;
        if
        :: ((position - returned) & 255) >= BATCH ->
           returned = position;
           credits = position;
#ifndef NO_CREDIT_BELL
           ring(PRODUCER)
#endif
        :: else
        fi
     :: else ->
        leave(CONSUMER, ASLEEP);
#ifdef NO_SECOND_LOOK
        found = false;
#else
        found = (sequence[slotOf(position)] == after(position));
#endif
        if
        :: !found -> nap(CONSUMER); wait(CONSUMER)
        :: else
        fi;
        wake(CONSUMER)
     fi
  od;
  leave(CONSUMER, ABSENT);
  stopped++
}

/* When both have stopped nobody is counted as awake: kernels that spin look at that. */
active proctype count() {
  stopped == 2;
  assert(census == 0)
}
`;

/** What can be left out of the model to see it fail, and what that is. */
export const seededRingFaults = [
  { name: "NO_SECOND_LOOK", text: "the consumer does not look once more between saying that it sleeps and sleeping" },
  { name: "NO_CREDIT_BELL", text: "slots are given back without waking a producer that waits for them" },
  { name: "NO_NOTIFY", text: "who is asleep is marked as awake and not woken" },
  { name: "PUBLISH_FIRST", text: "a slot is published before it is filled" },
  { name: "EARLY_CREDIT", text: "a slot is given back before it is read" },
] as const;

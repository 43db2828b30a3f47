/** Down the tree and up again, and how a replica joins: `src/runtime/agreement/shootdown.ts`. */
export const shootdownPassing = `/*
 * {{name}}: shootdown between {{realReplicas}} replicas{{#if reduced}}, here {{count}} in a tree of the same shape{{/if}}: on {{cores}}.
 * Messages keep their order between two replicas, and are lost where the sender and the receiver are not in the same epoch.
 * One replica, any of them, is excluded at any time, whether it has crashed or goes on for a while; everybody learns of the
 * view when it likes. With -DREJOIN it has crashed, starts anew, and takes the state from another.
 * Left out: messages lost within an epoch; alarms while anything else can happen; snapshots of several parts; proposers
 * without a replica; a second crash. There is no order, and what is applied again changes nothing. An alarm proposes again
 * what waits.
 *
 *   spin -search -DSAFETY -DCOLLAPSE {{name}}.pml
 *
 * proves that all replicas that take part have applied what a proposer was told of, that who joins has all of that before it
 * takes part, and that all who live have everything in the end. With one of these before -search it must fail:
{{#each faults}}
 *   -D{{name}}: {{text}}
{{/each}}
 */
#define N {{count}}
#define PROPOSALS 2
#define PATIENCE 6
#define CAP 4

#define NOBODY N
#define INVALIDATE 1
#define INVALIDATED 2
#define FETCH 3
#define PART 4
#define START 5
#define cell(one, other) ((one) * N + (other))
#define bit(p) (1 << (p))

/* By epoch, who is lost, root and replica: above whom it hangs. By proposal: where it is made. */
hidden byte parents[3 * N * N * N] = { {{parents}} };
hidden byte homes[3] = { {{homes}} };

#define parentOf(p, c) parents[(((epoch[self] - 1) * N + victim) * N + homes[p]) * N + (c)]
#define isMember(e, r) ((e) != 2 || (r) != victim)
#define isLiving(r) (newest != 2 || (r) != victim)
#ifdef REJOIN
#define EPOCHS 3
#define isStopped(r) (newest == 2 && (r) == victim)
#else
#define EPOCHS 2
#define isStopped(r) false
#endif

chan link[N * N] = [CAP] of { byte, byte, byte };

byte newest = 1;
byte victim;
byte epoch[N] = 1;
bool holds[N] = true;
byte source[N] = NOBODY;
byte asked[N];
bool armed[N];
byte alarms[N];
byte waiting[N];
byte applied[N];
bool passing[N * (PROPOSALS + 1)];
byte missing[N * (PROPOSALS + 1)];
byte told;

#define way(p) (self * (PROPOSALS + 1) + (p))

hidden byte self, from, kind, sentIn, what;
hidden byte n1, n2, n3, age;
hidden byte isReady, mustArm, again, own;

inline send(to_, kind_, what_) {
  if
  :: epoch[to_] <= epoch[self] && !isStopped(to_) ->
     assert(nfull(link[cell(self, to_)]));
     link[cell(self, to_)]!kind_, epoch[self], what_
  :: else
  fi
}

inline ask(p_) {
  for (n1 : 0 .. N - 1) {
    if
    :: missing[way(p_)] & bit(n1) -> send(n1, INVALIDATE, p_)
    :: else
    fi
  }
}

inline settle(p_) {
  if
  :: waiting[self] & bit(p_) ->
     waiting[self] = waiting[self] & ~bit(p_);
     told = told | bit(p_);
     for (n2 : 0 .. N - 1) {
       assert(!isLiving(n2) || !holds[n2] || (applied[n2] & bit(p_)))
     }
  :: else
  fi
}

inline finish(p_) {
#ifdef EARLY_ACK
  if
  :: homes[p_] != self -> send(parentOf(p_, self), INVALIDATED, p_)
  :: else
  fi;
#endif
  if
  :: missing[way(p_)] == 0 ->
     passing[way(p_)] = false;
     if
     :: homes[p_] == self -> settle(p_)
     :: else ->
#ifndef EARLY_ACK
        send(parentOf(p_, self), INVALIDATED, p_)
#else
        skip
#endif
     fi
  :: else
  fi
}

inline pass(p_) {
  passing[way(p_)] = true;
  missing[way(p_)] = 0;
  for (n1 : 0 .. N - 1) {
    if
    :: parentOf(p_, n1) == self -> missing[way(p_)] = missing[way(p_)] | bit(n1)
    :: else
    fi
  };
  applied[self] = applied[self] | bit(p_);
  ask(p_);
  finish(p_);
  mustArm = true
}

inline propose(p_) {
  if
  :: holds[self] && !passing[way(p_)] -> pass(p_)
  :: else
  fi
}

inline joined() {
  source[self] = NOBODY;
  holds[self] = true;
  assert((told & ~applied[self]) == 0);
  isReady = true
}

/* The next that has been there longest, and was not asked. */
inline askNext() {
  source[self] = NOBODY;
  for (n1 : 0 .. N - 1) {
    if
    :: n1 != self && isMember(epoch[self], n1) && !(asked[self] & bit(n1)) && source[self] == NOBODY -> source[self] = n1
    :: else
    fi
  };
#ifdef JOIN_BLANK
  source[self] = NOBODY;
#endif
  if
  :: source[self] == NOBODY -> joined()
  :: else ->
     asked[self] = asked[self] | bit(source[self]);
     send(source[self], FETCH, 0);
     mustArm = true
  fi
}
`;

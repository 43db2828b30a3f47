/** Servers that have lost their majority ask each other: `src/runtime/agreement/majority/bereavement.ts`. */
export const bereavementQuestions = `/*
 * {{name}}: who finds out that its state is lost, and says so, of {{realReplicas}} servers{{#if reduced}}, here {{count}}{{/if}}: on {{cores}}.
 * Up to {{crashes}} of them crash, one after the other, and maybe start anew, as other servers that know nothing. Everybody learns of the
 * views when it likes. As long as a majority is there, whoever leads takes out servers that are gone and takes in those that have come, one at a
 * time, and tells the others when it likes: so there are servers that know only of a majority that has gone since.
 * Messages keep their order between two servers, and are lost where the sender and the receiver are not in the same epoch, or one is
 * on its way already.
 * Left out: how leaders are elected and how entries are agreed on, which is another model's; entries that another leader takes back; stand-ins;
 * alarms while anything else can happen.
 *
 *   spin -search -DSAFETY -DCOLLAPSE {{name}}-bereavement.pml
 *
 * proves that nobody takes the state for lost while anybody who takes part knows of a majority that is left, that one tells it
 * and not two, and that where nobody knows of any one does tell it, and all come to know it, those without state too. With one of these before -search it must fail:
{{#each faults}}
 *   -D{{name}}: {{text}}
{{/each}}
 */
#define N {{count}}
#define CRASHES {{crashes}}
#define CHANGES 2
#define EPOCHS (1 + 2 * CRASHES)
#define PATIENCE 2
#define CAP 1

/* Servers are bits: a core, and the core anew. */
#define server(c, i) (1 << ((c) + N * (i)))
#define has(set, c, i) (((set) & server(c, i)) > 0)
#define everybody ((1 << N) - 1)

/* Epoch; whether the sender knows of servers; whether it is an answer. */
chan link[N * N] = [CAP] of { byte, bool, bool };
#define cell(one, other) ((one) * N + (other))

/* By epoch, who is there: the views, as they are agreed one by one. */
byte present[EPOCHS + 1];
byte newest = 1;
byte crashes;
bool isDead[N];
byte incarnation[N];

/* By number, who decides, and whether a majority of them has that. */
byte servers[CHANGES + 2];
byte latest = 1;
byte agreed = 1;

/* Of each core: its view, the number of the servers that it knows of, and what others have said in this view. */
byte epoch[N] = 1;
byte knows[N] = 1;
byte heard[N];
byte deciders[N];
bool isConcluded[N];
/* What it has said of itself in this view: nothing, that it knows of no servers, that it knows of some. */
byte claims[N];
byte alarms[N];
byte saidIn[EPOCHS + 1];

hidden byte self, from, n1, n2, count, missing, sentIn, isServer, isAnswer;

#define size(set) ({{sizes}})

/* Whether of the servers that a core knows of no majority is there in a view. */
#define isBereft(c, e) (size(servers[knows[c]] & present[e]) < size(servers[knows[c]]) / 2 + 1)
#define isOpen(c) (!isConcluded[c] && isBereft(c, epoch[c]))

inline claim() {
  if
#ifdef ANOTHER_CLAIM
  :: true -> claims[self] = 1 + (knows[self] > 0)
#else
  :: claims[self] == 0 -> claims[self] = 1 + (knows[self] > 0)
  :: else
#endif
  fi
}

inline say(to_, isAnswer_) {
  claim();
  if
  :: !isDead[to_] && epoch[to_] <= epoch[self] && len(link[cell(self, to_)]) < CAP ->
     link[cell(self, to_)]!epoch[self], claims[self] == 2, isAnswer_
  :: else
  fi
}

/* All others that may know of servers and have said nothing in this view. */
inline findMissing() {
  missing = present[epoch[self]];
  missing = (missing | (missing >> N)) & everybody & ~heard[self] & ~(1 << self)
}

inline conclude() {
  findMissing();
#ifdef NO_QUESTION
  missing = 0;
#endif
  if
  :: isOpen(self) && missing == 0 ->
     isConcluded[self] = true;
     for (n1 : 0 .. N - 1) {
       if
       :: knows[n1] && has(present[epoch[self]], n1, incarnation[n1]) -> assert(isBereft(n1, epoch[self]))
       :: else
       fi
     };
     claim();
     if
#ifdef ALL_SAY
     :: claims[self] == 2 ->
#else
     :: claims[self] == 2 && (deciders[self] & ((1 << self) - 1)) == 0 ->
#endif
        assert(saidIn[epoch[self]] == 0);
        saidIn[epoch[self]]++
     :: else
     fi
  :: else
  fi;
  n1 = 0
}

inline ask() {
  if
  :: isOpen(self) ->
     findMissing();
     for (n1 : 0 .. N - 1) {
       if
       :: missing & (1 << n1) -> say(n1, false)
       :: else
       fi
     };
     conclude()
  :: else
  fi
}

inline hear() {
  if
#ifdef ANSWER_ALWAYS
  :: sentIn == epoch[self] ->
#else
  :: sentIn == epoch[self] && isBereft(self, epoch[self]) ->
#endif
     heard[self] = heard[self] | (1 << from);
     deciders[self] = (deciders[self] & ~(1 << from)) | (isServer << from);
     if
     :: !isAnswer -> say(from, true)
     :: else
     fi;
     conclude()
  :: else
  fi
}

proctype wire(byte sender; byte receiver) {
end:
  do
  :: d_step {
       !isDead[receiver] && len(link[cell(sender, receiver)]) > 0 ->
       link[cell(sender, receiver)]?sentIn, isServer, isAnswer;
       self = receiver;
       from = sender;
       hear();
       n1 = 0
     }
  od
}

inline forget(c) {
  for (n1 : 0 .. N - 1) {
    do
    :: n1 != c && len(link[cell(n1, c)]) > 0 -> link[cell(n1, c)]?sentIn, isServer, isAnswer
    :: else -> break
    od
  }
}

proctype life(byte owner) {
end:
  do
  :: d_step {
       !isDead[owner] && epoch[owner] < newest && has(present[epoch[owner] + 1], owner, incarnation[owner]) ->
       epoch[owner]++;
       heard[owner] = 0;
       deciders[owner] = 0;
       isConcluded[owner] = false;
       claims[owner] = 0;
       self = owner;
       ask();
       n1 = 0
     }
  :: atomic {
       timeout && !isDead[owner] && alarms[owner] < PATIENCE ->
       d_step {
         alarms[owner]++;
         self = owner;
#ifndef ASK_ONCE
         ask();
#endif
         n1 = 0
       }
     }
  od
}
`;

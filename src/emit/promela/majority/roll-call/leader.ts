/** A leader that changes who decides: `src/runtime/agreement/majority/reconfiguration.ts`. */
export const rollCallLeader = `/*
 * {{name}}: how the leader changes who decides, of {{realReplicas}} servers{{#if reduced}}, here {{count}}{{/if}}: on {{cores}}.
 * The first leads. Another crashes at any time, or none does; the leader learns of it later. With -DREJOIN it starts anew, and is to come in
 * again as another server. A third is to leave in order, whether the crash came before or comes after that. Messages keep their order between
 * two servers; without -DREJOIN one is lost, or none.
 * Left out: elections, entries of another leader, snapshots, stand-ins, how far a server may lag behind; alarms while anything else can happen.
 *
 *   spin -search -DSAFETY -DCOLLAPSE {{name}}-roll-call.pml
 *
 * proves that servers are changed one at a time, each change only once the one before it is agreed on; that there is never a change that too few
 * are alive to agree on, whoever has died without anybody's knowing; that nobody is let go whom the others need, unless they came to need it
 * after they had answered; and that in the end those decide who should, and have everything.
 * With one of these before -search it must fail:
{{#each faults}}
 *   -D{{name}}: {{text}}
{{/each}}
 */
#define N {{count}}
#define NOBODY N
#define UNKNOWN 15
#define CAP 3
#define PATIENCE 4
#define PLACES 8

#define APPEND 1
#define APPENDED 2
#define TRIAL 3

/* To the leader and from it: kind; incarnation; of APPEND the entry before, the last one, what is committed and the round, of
 * APPENDED how far the logs agree or UNKNOWN, where the other's ends and the round. */
chan down[N] = [CAP] of { byte, byte, byte, byte, byte, byte };
chan up[N] = [CAP] of { byte, byte, byte, byte, byte };

/* The leader's. By core, 0 for no server, else one more than its incarnation. */
byte servers[N] = 1;
byte serversAt;
byte last;
byte commit;
byte round;
byte rollCall;
byte leaving = NOBODY;
byte epoch = 1;
byte alarms[N];

byte progress[N];
byte match[N];
byte next[N];
byte answered[N];

/* The others'. */
byte incarnation[N];
bool isDead[N];
byte has[N];
byte committed[N];

byte victim = NOBODY;
byte newest = 1;
byte leaver = NOBODY;
/* The others do without the one that is to leave. */
bool isFree;
/* The crash came after that one was to leave. */
bool isLate;
#ifdef REJOIN
bool mayLose = false;
#else
bool mayLose = true;
#endif
/* What a quorum has agreed on. */
byte agreed[N] = 1;

hidden byte kind, from, f1, f2, f3, f4, n1, n2, count, size, isMore, isNews, changed, is_, gone, come;

/* The view of the leader. */
#define isMember(c) (!(epoch == 2 && (c) == victim))
#define incarnationOf(c) ((epoch == 3 && (c) == victim) -> 1 : 0)
#define isThere(c, s) (isMember(c) && incarnationOf(c) + 1 == (s))
#define isWanted(c) (isMember(c) && (c) != leaving)

inline tell(c_) {
  if
  :: next[c_] > last + 1 -> next[c_] = last + 1
  :: else
  fi;
  if
  :: len(down[c_]) < CAP && !isDead[c_] -> down[c_]!APPEND, progress[c_] - 1, next[c_] - 1, last, commit, round
  :: else
  fi;
  next[c_] = last + 1
}

inline spread() {
  for (n1 : 1 .. N - 1) {
    if
    :: progress[n1] && isThere(n1, progress[n1]) -> tell(n1)
    :: else
    fi
  }
}

inline remind() {
  for (n1 : 1 .. N - 1) {
    if
    :: progress[n1] && isThere(n1, progress[n1]) ->
       next[n1] = (match[n1] == UNKNOWN -> 1 : match[n1] + 1);
       tell(n1)
    :: else
    fi
  }
}

inline follow() {
  for (n1 : 1 .. N - 1) {
    n2 = servers[n1];
    if
    :: n2 == 0 && isWanted(n1) -> n2 = incarnationOf(n1) + 1
    :: else
    fi;
    if
    :: n2 != progress[n1] ->
       progress[n1] = n2;
       match[n1] = UNKNOWN;
       answered[n1] = 0;
       next[n1] = last + 1
    :: else
    fi
  }
}

inline callRoll() {
  round++;
  rollCall = round;
  spread()
}

/* Whether those who have answered are enough to decide without one. */
inline areThere(without) {
  count = 1;
  size = 1;
  for (n2 : 1 .. N - 1) {
    if
    :: servers[n2] && n2 != without ->
       size++;
#ifdef NO_ROLL_CALL
       count++
#else
       if
       :: progress[n2] == servers[n2] && answered[n2] >= rollCall -> count++
       :: else
       fi
#endif
    :: else
    fi
  };
  is_ = (count >= size / 2 + 1)
}

/* Of an odd number who is to leave stays, and may go as one who is lost. */
inline letGo() {
  isFree = false;
  if
  :: leaving != NOBODY && !servers[leaving] -> isFree = true
  :: leaving != NOBODY && servers[leaving] ->
     areThere(leaving);
     if
     :: size % 2 == 0 && count >= (size + 1) / 2 + 1 ->
        isFree = true;
        count = 1;
        for (n2 : 1 .. N - 1) {
          if
          :: servers[n2] && n2 != leaving && ((!isDead[n2] && incarnation[n2] + 1 == servers[n2]) || isLate) -> count++
          :: else
          fi
        };
        assert(count >= (size + 1) / 2 + 1)
     :: else
     fi
  :: else
  fi
}

/* An entry that says who decides from now on. */
inline change(c_, server_) {
#ifndef TWO_AT_ONCE
  assert(serversAt <= commit);
#endif
  servers[c_] = server_;
  assert(last < PLACES);
  last++;
  serversAt = last;
  changed = true;
  /* It differs from what is agreed in one server, and so many live that it can be agreed on. */
  count = 1;
  size = 1;
  n2 = 0;
  for (n1 : 1 .. N - 1) {
    if
    :: servers[n1] != agreed[n1] -> n2++
    :: else
    fi;
    if
    :: servers[n1] ->
       size++;
       if
       :: !isDead[n1] && incarnation[n1] + 1 == servers[n1] -> count++
       :: else
       fi
    :: else
    fi
  };
  assert(n2 == 1);
  assert(count >= size / 2 + 1)
}

inline changeServers() {
  changed = false;
#ifdef TWO_AT_ONCE
  if
  :: true ->
#else
  if
  :: serversAt <= commit ->
#endif
     gone = NOBODY;
     come = NOBODY;
     for (n1 : 1 .. N - 1) {
       if
       :: gone == NOBODY && servers[n1] && !isThere(n1, servers[n1]) -> gone = n1
       :: else
       fi
     };
     if
     :: gone != NOBODY -> change(gone, 0)
     :: else
     fi;
     for (n1 : 1 .. N - 1) {
       if
       :: gone == NOBODY && come == NOBODY && progress[n1] && !servers[n1] && match[n1] != UNKNOWN && isWanted(n1) && isThere(n1, progress[n1]) &&
          answered[n1] >= rollCall -> come = n1
       :: else
       fi
     };
     if
     :: come != NOBODY -> change(come, progress[come])
     :: else
     fi;
     if
     :: !changed && leaving != NOBODY && servers[leaving] ->
        areThere(leaving);
        if
#ifdef REMOVED_FROM_ODD
        :: is_ -> change(leaving, 0)
#else
        :: is_ && size % 2 == 1 -> change(leaving, 0)
#endif
        :: else
        fi
     :: else
     fi
  :: else
  fi
}

/* Commits what a quorum has, then changes the servers where that is due, until there is nothing to do. */
inline settle() {
  isMore = true;
  do
  :: isMore ->
     isNews = false;
     n2 = last;
     do
     :: n2 > commit ->
        count = 1;
        size = 1;
        for (n1 : 1 .. N - 1) {
          if
          :: servers[n1] ->
             size++;
             if
             :: match[n1] != UNKNOWN && match[n1] >= n2 -> count++
             :: else
             fi
          :: else
          fi
        };
        if
        :: count >= size / 2 + 1 -> isNews = true; break
        :: else -> n2--
        fi
     :: else -> break
     od;
     if
     :: isNews ->
        commit = n2;
        if
        :: serversAt <= commit -> for (n1 : 1 .. N - 1) { agreed[n1] = servers[n1] }
        :: else
        fi;
        spread()
     :: else
     fi;
     changeServers();
     if
     :: changed -> follow(); spread()
     :: else
     fi;
     isMore = changed
  :: else -> break
  od;
  isMore = false;
  letGo()
}
`;

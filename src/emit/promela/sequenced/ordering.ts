/** Entries down the tree, acknowledgements and votes up it: `ordering.ts`, `subtree.ts`, `broadcast.ts`, `two-phase.ts`. */
export const sequencedOrdering = `inline send(to_, kind_, a_, b_, c_, d_, e_) {
  if
  :: epoch[to_] <= epoch[self] && !isStopped(to_) ->
     assert(nfull(link[cell(self, to_)]));
     link[cell(self, to_)]!kind_, epoch[self], a_, b_, c_, d_, e_
  :: else
  fi
}

inline computeAll() {
  all = last[self];
  for (n2 : 0 .. N - 1) {
    if
    :: isChild(self, n2) && ackAll[cell(self, n2)] < all -> all = ackAll[cell(self, n2)]
    :: else
    fi
  }
}

inline countVotes() {
  voteAt = 0;
  voteNo = 0;
#ifdef TWO_PHASE
  if
  :: last[self] > 0 && delivered[self] + 1 == last[self] && isProposal(entry(log[self], last[self])) ->
     if
     :: votedOn[self] != entry(log[self], last[self]) ->
        votedOn[self] = entry(log[self], last[self]);
        refusing[self] = (against == self && votedOn[self] == 1)
     :: else
     fi;
     voteAt = last[self];
     voteNo = refusing[self];
#ifndef VOTE_ALONE
     for (n2 : 0 .. N - 1) {
       if
       :: isChild(self, n2) && ackVoted[cell(self, n2)] != last[self] -> voteAt = 0
       :: isChild(self, n2) && ackVoted[cell(self, n2)] == last[self] && ackRefused[cell(self, n2)] -> voteNo = 1
       :: else
       fi
     };
#endif
     if
     :: voteAt == 0 -> voteNo = 0
     :: else
     fi
  :: else
  fi
#endif
}

inline apply(index, proposal, outcome) {
  if
  :: agreed[index] == 0 -> agreed[index] = proposal + 8 * outcome
  :: else
  fi;
  assert(agreed[index] == proposal + 8 * outcome);
  assert(!(applied[self] & bit(proposal)));
  applied[self] = applied[self] | bit(proposal);
  if
  :: waiting[self] & bit(proposal) ->
     waiting[self] = waiting[self] & ~bit(proposal);
     told = told | bit(proposal)
  :: else
  fi
}

inline advance(to) {
  what = to;
  if
  :: what > last[self] -> what = last[self]
  :: else
  fi;
  if
  :: what > stable[self] ->
     stable[self] = what;
#ifdef TWO_PHASE
     do
     :: delivered[self] + 1 < stable[self] ->
        delivered[self] = delivered[self] + 2;
        assert(isProposal(entry(log[self], delivered[self] - 1)) && entry(log[self], delivered[self]) >= YES);
        apply(delivered[self], entry(log[self], delivered[self] - 1), entry(log[self], delivered[self]))
     :: else -> break
     od
#else
     do
     :: delivered[self] < stable[self] ->
        delivered[self]++;
        apply(delivered[self], entry(log[self], delivered[self]), 0)
     :: else -> break
     od
#endif
  :: else
  fi
}

inline append(what_) {
  last[self]++;
  log[self] = with(log[self], last[self], what_)
}

inline sendEntries(to, from_) {
  send(to, ENTRIES, from_, stable[self], (last[self] + 1 - (from_)), 0, behind(log[self], (from_) - 1))
}

inline spread(from_) {
  for (n1 : 0 .. N - 1) {
    if
    :: isChild(self, n1) -> sendEntries(n1, from_)
    :: else
    fi
  }
}

inline judge() {
  do
  :: true ->
#ifdef DELIVER_EARLY
     advance(last[self]);
#else
     computeAll();
     advance(all);
#endif
     countVotes();
     if
     :: voteAt > 0 && voteAt <= stable[self] ->
#ifdef TWO_PHASE
        assert(voteNo == (against != NOBODY && isMember(epoch[self], against) && entry(log[self], voteAt) == 1));
#endif
        append(YES + voteNo)
     :: else -> break
     fi
  od
}

inline proceed() {
  first = last[self] + 1;
  before = stable[self];
  judge();
  do
  :: queued[self] > 0 && mayOrder ->
     append(entry(queue[self], 1));
     queue[self] = behind(queue[self], 1);
     queued[self]--;
     judge()
  :: else -> break
  od;
  if
  :: last[self] >= first || stable[self] > before -> spread(first)
  :: else
  fi;
  mustArm = true
}

inline order(proposal) {
  known = (applied[self] & bit(proposal)) > 0;
#ifndef ORDER_AGAIN
  for (n3 : 1 .. queued[self]) {
    known = known || entry(queue[self], n3) == proposal
  };
  for (n3 : delivered[self] + 1 .. last[self]) {
    known = known || entry(log[self], n3) == proposal
  };
#endif
  if
  :: !known ->
     queued[self]++;
     queue[self] = with(queue[self], queued[self], proposal);
     mustProceed = true
  :: else
  fi
}

inline propose(proposal) {
  if
  :: isSynced(self) && leads(self) -> order(proposal)
  :: isSynced(self) && !leads(self) -> send(sequencer(self), FORWARD, proposal, 0, 0, 0, 0)
  :: else
  fi
}

inline acknowledge() {
  if
  :: parentOf(self, self) != NOBODY ->
     countVotes();
     computeAll();
     send(parentOf(self, self), ACK, last[self], all, stable[self], voteAt, voteNo)
  :: else
  fi
}

inline acceptEntries() {
  /* f1: first, f2: stable, f3: count, f5: entries */
  if
  :: from == parentOf(self, self) && isSynced(self) ->
     fresh = last[self] + 1;
     countVotes();
     voteBefore = voteAt;
     for (n3 : 1 .. f3) {
       if
       :: f1 + n3 - 1 == last[self] + 1 -> append(entry(f5, n3))
       :: else
       fi
     };
     before = stable[self];
     advance(f2);
     news = last[self] >= fresh;
     if
     :: news || stable[self] > before -> spread(fresh)
     :: else
     fi;
     countVotes();
     if
     :: news || f1 > fresh || f3 > 0 || voteAt != voteBefore -> mustAck = true
     :: else
     fi;
     mustArm = true
  :: else
  fi
}

inline acceptAck() {
  /* f1: have, f2: all, f3: stable, f4: voted, f5: refused */
  if
  :: isSynced(self) && isChild(self, from) && f1 <= last[self] ->
     computeAll();
     allBefore = all;
     countVotes();
     voteBefore = voteAt;
     known = ackHave[cell(self, from)] != UNKNOWN;
     progressed = f1 > ackHave[cell(self, from)] || f2 > ackAll[cell(self, from)] || f4 > ackVoted[cell(self, from)];
     progressed = progressed && known;
     if
     :: !known || f1 >= ackHave[cell(self, from)] ->
        ackHave[cell(self, from)] = f1;
        if
        :: f2 > ackAll[cell(self, from)] -> ackAll[cell(self, from)] = f2
        :: else
        fi;
        if
        :: f4 > ackVoted[cell(self, from)] || (f4 == ackVoted[cell(self, from)] && !ackRefused[cell(self, from)]) ->
           ackVoted[cell(self, from)] = f4;
           ackRefused[cell(self, from)] = f5
        :: else
        fi
     :: else
     fi;
     if
     :: !progressed && f1 < last[self] -> sendEntries(from, f1 + 1)
     :: !progressed && f1 >= last[self] && f3 < stable[self] -> sendEntries(from, last[self] + 1)
     :: else
     fi;
     if
     :: leads(self) -> mustProceed = true
     :: else ->
        computeAll();
        countVotes();
        if
        :: all > allBefore || voteAt != voteBefore -> mustAck = true
        :: else
        fi
     fi
  :: else
  fi
}

inline remind() {
  for (n1 : 0 .. N - 1) {
    if
    :: isChild(self, n1) && ackHave[cell(self, n1)] == UNKNOWN -> send(n1, ENTRIES, last[self] + 2, stable[self], 0, 0, 0)
    :: isChild(self, n1) && ackHave[cell(self, n1)] < last[self] -> sendEntries(n1, ackHave[cell(self, n1)] + 1)
    :: else
    fi
  };
  acknowledge()
}
`;

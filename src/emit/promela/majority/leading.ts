/** A server's time as the leader: `leadership.ts`, `replication.ts`. */
export const majorityLeading = `/* Sends what the other is sent next. */
inline tell(to_) {
  n4 = next[cell(self, to_)];
  if
  :: n4 > last[self] + 1 -> n4 = last[self] + 1
  :: else
  fi;
  findTerm(n4 - 1);
  next[cell(self, to_)] = last[self] + 1;
  send(to_, APPEND, n4 - 1, termBefore, commit[self], last[self] + 1 - n4, behind(log[self], n4 - 1))
}

inline spread() {
  for (n1 : 0 .. N - 1) {
    if
    :: n1 != self -> tell(n1)
    :: else
    fi
  }
}

inline remind() {
  for (n1 : 0 .. N - 1) {
    if
    :: n1 != self ->
       next[cell(self, n1)] = match[cell(self, n1)] + 1;
       tell(n1)
    :: else
    fi
  }
}

/* Commits what a quorum has, if it ends with an entry of this term. */
inline settle() {
  n2 = last[self];
  do
  :: n2 > commit[self] ->
     count = 1;
     for (n3 : 0 .. N - 1) {
       if
       :: n3 != self && match[cell(self, n3)] >= n2 -> count++
       :: else
       fi
     };
#ifdef COMMIT_ALONE
     count = N;
#endif
     if
     :: count >= QUORUM -> break
     :: else -> n2--
     fi
  :: else -> break
  od;
  findTerm(n2);
  if
  :: n2 > commit[self] && termBefore == term[self] ->
     commitTo(n2);
     spread()
  :: else
  fi
}

inline order(proposal) {
  known = (applied[self] & bit(proposal)) > 0;
  for (n1 : commit[self] + 1 .. last[self]) {
    known = known || whatIn(entry(log[self], n1)) == proposal
  };
  if
  :: !known ->
     append(made(term[self], proposal));
     spread();
     settle()
  :: else
  fi
}

inline propose(proposal) {
  if
  :: leads[self] -> order(proposal)
  :: !leads[self] && leader[self] != NOBODY -> send(leader[self], FORWARD, proposal, 0, 0, 0, 0)
  :: else
  fi;
  waits[self] = !leads[self]
}

inline lead() {
  assert(ledBy[term[self]] == NOBODY);
  ledBy[term[self]] = self;
  leader[self] = self;
  leads[self] = true;
  electing[self] = IDLE;
  votes[self] = 0;
  waits[self] = false;
  append(made(term[self], NOTHING));
  for (n1 : 0 .. N - 1) {
    match[cell(self, n1)] = 0;
    next[cell(self, n1)] = last[self] + 1
  };
  spread();
  settle();
  isReady = true
}

inline acceptAppended() {
  /* f1: the logs agree up to there, or MISSING; f2: where the other's ends */
  if
  :: sentIn == term[self] && leads[self] && f1 != MISSING && f1 <= last[self] ->
     if
     :: f1 > match[cell(self, from)] -> match[cell(self, from)] = f1
     :: else
     fi;
     if
     :: next[cell(self, from)] <= match[cell(self, from)] -> next[cell(self, from)] = match[cell(self, from)] + 1
     :: else
     fi;
     settle();
     if
     :: next[cell(self, from)] <= last[self] -> tell(from)
     :: else
     fi
  :: sentIn == term[self] && leads[self] && f1 == MISSING ->
     n2 = next[cell(self, from)] - 1;
     if
     :: n2 > f2 + 1 -> n2 = f2 + 1
     :: else
     fi;
     if
     :: n2 <= match[cell(self, from)] -> n2 = match[cell(self, from)] + 1
     :: else
     fi;
     next[cell(self, from)] = n2;
     tell(from)
  :: else
  fi
}
`;

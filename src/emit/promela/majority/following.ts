/** Elections, and what followers do: `elections.ts`, `election.ts`, `following.ts`. */
export const majorityFollowing = `inline follow(term_, leader_) {
  if
  :: term_ > term[self] -> votedFor[self] = NOBODY
  :: else
  fi;
  isReady = isReady || (leader_ != NOBODY && leader_ != leader[self]);
  term[self] = term_;
  leads[self] = false;
  electing[self] = IDLE;
  votes[self] = 0;
  leader[self] = leader_;
  for (n1 : 0 .. N - 1) {
    match[cell(self, n1)] = 0;
    next[cell(self, n1)] = 0
  }
}

inline stand(what_) {
  if
  :: what_ == ELECTION ->
     assert(term[self] < TERMS);
     follow(term[self] + 1, NOBODY);
     votedFor[self] = self
  :: else
  fi;
  electing[self] = what_;
  votes[self] = bit(self);
  findTerm(last[self]);
  for (n1 : 0 .. N - 1) {
    if
    :: n1 != self -> send(n1, ASK_VOTE, what_, last[self], termBefore, 0, 0)
    :: else
    fi
  }
}

inline acceptAskVote() {
  /* f1: what for; f2, f3: where the other's log ends */
  findTerm(last[self]);
  isUpToDate = f3 > termBefore || (f3 == termBefore && f2 >= last[self]);
#ifdef VOTE_BLIND
  isUpToDate = true;
#endif
  isFree = f1 == TRIAL || votedFor[self] == NOBODY || votedFor[self] == from;
#ifdef VOTE_TWICE
  isFree = true;
#endif
  if
  :: sentIn < term[self] -> send(from, VOTE, f1, false, 0, 0, 0)
  :: sentIn == term[self] && f1 == TRIAL && leads[self] -> mustRemind = true
  :: else ->
     if
     :: isUpToDate && isFree && f1 == ELECTION -> votedFor[self] = from
     :: else
     fi;
     send(from, VOTE, f1, isUpToDate && isFree, 0, 0, 0)
  fi
}

inline acceptVote() {
  if
  :: f2 && sentIn == term[self] && electing[self] == f1 ->
     votes[self] = votes[self] | bit(from);
     count = 0;
     for (n1 : 0 .. N - 1) {
       if
       :: votes[self] & bit(n1) -> count++
       :: else
       fi
     };
     mustStand = count >= QUORUM && f1 == TRIAL;
     mustLead = count >= QUORUM && f1 == ELECTION
  :: else
  fi
}

inline acceptAppend() {
  /* f1: previous; f2: its term; f3: committed; f4: entries in f5 */
  if
  :: sentIn < term[self] -> send(from, APPENDED, MISSING, last[self], 0, 0, 0)
  :: else ->
     if
     :: leader[self] != from || electing[self] != IDLE -> follow(term[self], from)
     :: else
     fi;
     waits[self] = false;
     findTerm(f1);
     if
     :: f1 >= commit[self] && termBefore != f2 ->
        n2 = last[self];
        if
        :: n2 >= f1 -> n2 = f1 - 1
        :: else
        fi;
        send(from, APPENDED, MISSING, n2, 0, 0, 0)
     :: else ->
        for (n3 : 1 .. f4) {
          findTerm(f1 + n3);
          if
          :: termBefore != termIn(entry(f5, n3)) ->
             if
             :: f1 + n3 <= last[self] ->
                assert(f1 + n3 > commit[self]);
                log[self] = upTo(log[self], f1 + n3 - 1);
                last[self] = f1 + n3 - 1
             :: else
             fi;
             append(entry(f5, n3))
          :: else
          fi
        };
        has = f1 + f4;
        if
        :: has < commit[self] -> has = commit[self]
        :: else
        fi;
        n2 = f3;
        if
        :: n2 > has -> n2 = has
        :: else
        fi;
        commitTo(n2);
        if
        :: !news || f4 > 0 -> send(from, APPENDED, has, last[self], 0, 0, 0)
        :: else
        fi
     fi
  fi
}

inline handle() {
  if
  :: sentIn > term[self] && kind != FORWARD -> follow(sentIn, NOBODY)
  :: else
  fi;
  if
  :: kind == ASK_VOTE -> acceptAskVote()
  :: kind == VOTE -> acceptVote()
  :: kind == APPEND -> acceptAppend()
  :: kind == APPENDED -> acceptAppended()
  :: kind == FORWARD ->
     if
     :: leads[self] -> order(f1)
     :: else
     fi
  fi
}
`;

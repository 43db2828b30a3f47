/** A new epoch: whose log is taken over, and how all get it. */
export const sequencedEpochs = `inline report() {
  if
  :: sequencer(self) != self -> send(sequencer(self), REPORT, lineage[self], last[self], 0, 0, 0)
  :: else
  fi
}

inline start(to) {
  send(to, START, origin[self], last[self], 0, 0, 0)
}

inline establish(lineage_) {
  origin[self] = lineage_;
  lineage[self] = epoch[self];
  for (n4 : 0 .. N - 1) {
    if
    :: n4 != self && reportLineage[n4] != UNKNOWN -> start(n4)
    :: else
    fi
  };
  /* What was told is in the log that is taken over. */
  for (n4 : 1 .. PROPOSALS) {
    if
    :: told & bit(n4) ->
       known = (applied[self] & bit(n4)) > 0;
       for (n3 : delivered[self] + 1 .. last[self]) { known = known || entry(log[self], n3) == n4 };
       assert(known)
    :: else
    fi
  };
  isReady = true;
  mustProceed = true
}

inline adopt(entries, count_) {
  source[self] = NOBODY;
  log[self] = upTo(log[self], joint[self]);
  last[self] = joint[self];
#ifdef TWO_PHASE
  if
  :: votedOn[self] && last[self] <= delivered[self] -> votedOn[self] = 0
  :: else
  fi;
#endif
  for (n3 : 1 .. count_) {
    append(entry(entries, n3))
  };
  if
  :: sequencer(self) == self -> establish(origin[self])
  :: else ->
     lineage[self] = epoch[self];
     isReady = true;
     mustAck = true;
     mustArm = true
  fi
}

inline begin(from, lineage_, last_) {
  origin[self] = lineage_;
  until[self] = last_;
  joint[self] = delivered[self];
  if
  :: lineage[self] == lineage_ ->
     joint[self] = last[self];
     if
     :: joint[self] > until[self] -> joint[self] = until[self]
     :: else
     fi
  :: else
  fi;
  mustArm = true;
  if
  :: joint[self] >= until[self] -> count = 0;
     adopt(f5, count)
  :: else ->
     source[self] = from;
     send(from, FETCH, joint[self], 0, 0, 0, 0)
  fi
}

inline acceptReport(lineage_, last_) {
  if
  :: sequencer(self) != self
  :: sequencer(self) == self && isSynced(self) ->
     if
     :: from != self -> start(from)
     :: else
     fi
  :: else ->
     reportLineage[from] = lineage_;
     reportLast[from] = last_;
     known = (source[self] == NOBODY);
     for (n3 : 0 .. N - 1) {
       known = known && (!isMember(epoch[self], n3) || reportLineage[n3] != UNKNOWN)
     };
     if
     :: known ->
        best = lineage[self];
        bestLast = last[self];
        bestFrom = self;
        for (n3 : 0 .. N - 1) {
          if
          :: isBetter(n3) ->
             best = reportLineage[n3];
             bestLast = reportLast[n3];
             bestFrom = n3
          :: else
          fi
        };
        assert(best != BLANK);
        if
        :: bestFrom == self -> establish(best)
        :: else -> begin(bestFrom, best, bestLast)
        fi
     :: else
     fi
  fi
}

inline handle() {
  if
  :: kind == FORWARD ->
     if
     :: leads(self) -> order(f1)
     :: else
     fi
  :: kind == ENTRIES -> acceptEntries()
  :: kind == ACK -> acceptAck()
  :: kind == REPORT -> acceptReport(f1, f2)
  :: kind == START ->
     if
     :: from == sequencer(self) && !isSynced(self) && source[self] == NOBODY -> begin(from, f1, f2)
     :: else
     fi
  :: kind == FETCH ->
     if
     :: f1 <= last[self] -> send(from, PART, f1 + 1, last[self] - f1, 0, 0, behind(log[self], f1))
     :: else
     fi
  :: kind == PART ->
     if
     :: source[self] == from && f1 == joint[self] + 1 && f2 > 0 ->
        count = until[self] - joint[self];
        assert(f2 >= count);
        adopt(f5, count)
     :: else
     fi
  fi
}
`;

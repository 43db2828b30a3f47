import { beginning, membership, purging, replicaLife } from "../surroundings.ts";

const fields = "f1, f2, f3, f4, f5";
/** Who is against the first proposal. */
const votes = `#ifdef TWO_PHASE
#ifdef REJOIN
    against = N - 1;
#else
    select(against : 0 .. N);
#endif
#endif
`;
const programs = `    run program(1, homes[1]);
#if PROPOSALS > 1
    run program(2, homes[2]);
#endif
`;

/** Messages on their way, alarms, programs that propose, and the membership. */
export const sequencedSurroundings = `inline clear() {
  isReady = false;
  mustArm = false;
  mustProceed = false;
  mustAck = false;
  again = 0
}

inline finish() {
  do
  :: mustProceed -> mustProceed = false; proceed()
  :: !mustProceed && mustAck -> mustAck = false; acknowledge()
  :: !mustProceed && !mustAck && isReady -> isReady = false; again = waiting[self]
  :: !mustProceed && !mustAck && !isReady && again ->
     n5 = 1;
     do
     :: again & bit(n5) -> break
     :: else -> n5++
     od;
     again = again & ~bit(n5);
     if
     :: waiting[self] & bit(n5) -> propose(n5)
     :: else
     fi
  :: else -> break
  od;
  computeAll();
  if
  :: mustArm && (!isSynced(self) || last[self] > delivered[self] || last[self] > all) -> armed[self] = true
  :: else
  fi
}

proctype wire(byte sender; byte receiver) {
end:
  do
  :: d_step {
       !isStopped(receiver) && len(link[cell(sender, receiver)]) > 0 ->
       link[cell(sender, receiver)]?kind, sentIn, f1, f2, f3, f4, f5;
       if
       :: sentIn == epoch[receiver] ->
          self = receiver;
          from = sender;
          clear();
          handle();
          finish()
       :: else
       fi
     }
  od
}

inline seek() {
  if
  :: sequencer(self) == self -> from = self; acceptReport(lineage[self], last[self])
  :: else -> report()
  fi;
  mustArm = true
}

${purging(fields)}
inline viewChanged(e_) {
  clear();
  if
  :: e_ == 3 && self == victim ->
     lineage[self] = BLANK;
     log[self] = 0;
     last[self] = 0;
     stable[self] = 0;
     delivered[self] = 0;
     applied[self] = 0;
     waiting[self] = 0;
     armed[self] = false;
     origin[self] = 0;
     joint[self] = 0;
     until[self] = 0;
#ifdef TWO_PHASE
     votedOn[self] = 0;
     refusing[self] = 0
#endif
  :: else
  fi;
  purge(e_);
  epoch[self] = e_;
  queue[self] = 0;
  queued[self] = 0;
  source[self] = NOBODY;
  for (n1 : 0 .. N - 1) {
    ackHave[cell(self, n1)] = UNKNOWN;
    ackAll[cell(self, n1)] = 0;
    ackVoted[cell(self, n1)] = 0;
    ackRefused[cell(self, n1)] = 0;
  };
  if
  :: sequencer(self) == self ->
  for (n1 : 0 .. N - 1) {
    reportLineage[n1] = UNKNOWN;
    reportLast[n1] = 0
  }
  :: else
  fi;
  seek();
  finish();
  if
  :: waiting[self] -> armed[self] = true
  :: else
  fi
}

inline expire() {
  clear();
  armed[self] = false;
#ifndef NO_REMINDER
  if
  :: source[self] != NOBODY -> send(source[self], FETCH, joint[self], 0, 0, 0, 0)
  :: source[self] == NOBODY && !isSynced(self) -> report()
  :: else -> remind()
  fi;
#endif
  mustArm = true;
  isReady = true;
  finish();
  if
  :: waiting[self] -> armed[self] = true
  :: else
  fi
}

${replicaLife}
proctype program(byte proposal; byte owner) {
end:
  if
  :: d_step {
       !(newest > 1 && owner == victim) ->
       self = owner;
       clear();
       proposed = proposed | bit(proposal);
       waiting[owner] = waiting[owner] | bit(proposal);
       propose(proposal);
       finish();
       if
       :: waiting[owner] -> armed[owner] = true
       :: else
       fi
     }
  fi
}

${membership(fields, [])}
#define isLiving(r) (r != victim || newest != 2)
#define hasAll(r) (delivered[r] == last[r] && waiting[r] == 0 && (told & ~applied[r]) == 0)
#define isDone(r) (!isLiving(r) || (epoch[r] == newest && isSynced(r) && hasAll(r)))

${beginning(votes, programs)}`;

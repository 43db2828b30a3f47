import { beginning, membership, purging, replicaLife } from "../surroundings.ts";

const fields = "what";
const lostWithIt = ["holds[victim] = false", "applied[victim] = 0", "waiting[victim] = 0"];
const programs = `    for (one : 1 .. PROPOSALS) {
      run program(one)
    };
`;

/** Messages on their way, alarms, programs that propose, and the membership. */
export const shootdownSurroundings = `inline handle() {
  if
  :: kind == INVALIDATE ->
     if
     :: parentOf(what, self) == from && !passing[way(what)] -> pass(what)
     :: parentOf(what, self) == from && passing[way(what)] -> ask(what)
     :: else
     fi
  :: kind == INVALIDATED ->
     if
     :: passing[way(what)] && (missing[way(what)] & bit(from)) ->
        missing[way(what)] = missing[way(what)] & ~bit(from);
        finish(what)
     :: else
     fi
  :: kind == FETCH ->
     if
     :: holds[self] -> send(from, PART, applied[self])
     :: else -> send(from, START, 0)
     fi
  :: kind == PART ->
     if
     :: source[self] == from ->
        applied[self] = applied[self] | what;
        joined()
     :: else
     fi
  :: kind == START ->
     if
     :: source[self] == from -> askNext()
     :: else
     fi
  fi
}

inline conclude() {
  if
  :: isReady -> again = waiting[self]
  :: else -> again = 0
  fi;
  for (n3 : 1 .. PROPOSALS) {
    if
    :: again & bit(n3) & waiting[self] -> propose(n3)
    :: else
    fi
  };
  own = 0;
  for (n3 : 1 .. PROPOSALS) {
    own = own | passing[way(n3)]
  };
  if
  :: mustArm && (source[self] != NOBODY || own) -> armed[self] = true
  :: else
  fi
}

proctype wire(byte sender; byte receiver) {
end:
  do
  :: d_step {
       !isStopped(receiver) && len(link[cell(sender, receiver)]) > 0 ->
       link[cell(sender, receiver)]?kind, sentIn, what;
       if
       :: sentIn == epoch[receiver] ->
          self = receiver;
          from = sender;
          isReady = false;
          mustArm = false;
          handle();
          conclude()
       :: else
       fi
     }
  od
}

${purging(fields)}
inline viewChanged(e_) {
  isReady = false;
  mustArm = false;
  purge(e_);
  epoch[self] = e_;
  own = 0;
  for (n1 : 1 .. PROPOSALS) {
    if
    :: passing[way(n1)] && homes[n1] == self -> own = own | bit(n1)
    :: else
    fi;
    passing[way(n1)] = false;
    missing[way(n1)] = 0
  };
  source[self] = NOBODY;
  if
  :: e_ == 3 && self == victim ->
     holds[self] = false;
     applied[self] = 0;
     own = 0;
     waiting[self] = 0;
     askNext()
  :: else
  fi;
  for (n3 : 1 .. PROPOSALS) {
    if
    :: own & bit(n3) -> pass(n3)
    :: else
    fi
  };
  mustArm = true;
  conclude();
  if
  :: waiting[self] -> armed[self] = true
  :: else
  fi
}

inline expire() {
  isReady = true;
  mustArm = true;
  armed[self] = false;
#ifndef NO_REMINDER
  if
  :: source[self] != NOBODY -> send(source[self], FETCH, 0)
  :: else
  fi;
  for (n3 : 1 .. PROPOSALS) {
    if
    :: passing[way(n3)] && homes[n3] == self -> ask(n3)
    :: else
    fi
  };
#endif
  conclude();
  if
  :: waiting[self] -> armed[self] = true
  :: else
  fi
}

${replicaLife}
proctype program(byte proposal) {
end:
  d_step {
    isLiving(homes[proposal]) ->
    self = homes[proposal];
    isReady = false;
    mustArm = false;
    waiting[self] = waiting[self] | bit(proposal);
    propose(proposal);
    conclude();
    if
    :: waiting[self] -> armed[self] = true
    :: else
    fi
  }
}

${membership(fields, lostWithIt)}
#define hasAll(r) (holds[r] && waiting[r] == 0 && (told & ~applied[r]) == 0)
#define isDone(r) (!isLiving(r) || (epoch[r] == newest && hasAll(r)))

${beginning("", programs)}`;

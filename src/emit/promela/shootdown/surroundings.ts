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

inline purge(e_) {
  for (n1 : 0 .. N - 1) {
    do
    :: n1 != self && len(link[cell(n1, self)]) > 0 ->
       link[cell(n1, self)]?<kind, sentIn, what>;
       if
       :: sentIn < e_ -> link[cell(n1, self)]?kind, sentIn, what
       :: else -> break
       fi
    :: else -> break
    od
  }
}

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

proctype life(byte owner) {
end:
  do
  :: d_step { epoch[owner] < 2 && newest >= 2 && isMember(2, owner) -> self = owner; viewChanged(2) }
  :: d_step { epoch[owner] < 3 && newest == 3 -> self = owner; viewChanged(3) }
  :: atomic {
       timeout && !isStopped(owner) && armed[owner] && alarms[owner] < PATIENCE ->
       d_step { alarms[owner]++; self = owner; expire() }
     }
  od
}

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

proctype membership() {
  byte chosen;
  atomic { select(chosen : 0 .. N - 1) };
  d_step {
    victim = chosen;
    newest = 2;
    chosen = 0;
#ifdef REJOIN
    for (n1 : 0 .. N - 1) {
      do
      :: len(link[cell(n1, victim)]) > 0 -> link[cell(n1, victim)]?kind, sentIn, what
      :: else -> break
      od
    };
    armed[victim] = false;
    holds[victim] = false;
    applied[victim] = 0;
    waiting[victim] = 0
#endif
  };
#ifdef REJOIN
  d_step { newest = 3 }
#endif
}

#define hasAll(r) (holds[r] && waiting[r] == 0 && (told & ~applied[r]) == 0)
#define isDone(r) (!isLiving(r) || (epoch[r] == newest && hasAll(r)))

proctype end_() {
  newest == EPOCHS && {{allDone}} && {{allEmpty}}
}

init {
  byte one, other;
  atomic {
    for (one : 0 .. N - 1) {
      for (other : 0 .. N - 1) {
        if
        :: one != other -> run wire(one, other)
        :: else
        fi
      };
      run life(one)
    };
    for (one : 1 .. PROPOSALS) {
      run program(one)
    };
    run membership();
    run end_();
    one = 0;
    other = 0
  }
}
`;

/** Messages on their way, alarms, programs that propose, and what befalls servers. */
export const majoritySurroundings = `inline clear() {
  isReady = false;
  mustStand = false;
  mustLead = false;
  mustRemind = false;
  n4 = 0
}

/* What is left to do after a step; each at most once, or a step would be without end. */
inline finish() {
  if
  :: mustRemind -> remind()
  :: else
  fi;
  if
  :: mustStand -> stand(ELECTION)
  :: mustLead -> lead()
  :: else
  fi;
#ifndef RIVALS
  if
  :: isReady ->
     for (has : 1 .. PROPOSALS) {
       if
       :: waiting[self] & bit(has) -> propose(has)
       :: else
       fi
     }
  :: else
  fi;
#endif
  from = 0;
  kind = 0
}

proctype wire(byte sender; byte receiver) {
end:
  do
  :: d_step {
       isLiving(receiver) && len(link[cell(sender, receiver)]) > 0 ->
       link[cell(sender, receiver)]?kind, sentIn, f1, f2, f3, f4, f5;
       if
       :: sender != victim || !(knowing & bit(receiver)) ->
          self = receiver;
          from = sender;
          clear();
          handle();
          finish()
       :: else
       fi
     }
  :: d_step {
       mayLose && len(link[cell(sender, receiver)]) > 0 ->
       mayLose = false;
       link[cell(sender, receiver)]?kind, sentIn, f1, f2, f3, f4, f5
     }
  od
}

#define isRestless(r) (waits[r] || leader[r] == NOBODY || last[r] > commit[r] || electing[r] != IDLE)
#define lacks(r, o) ((o) != (r) && isLiving(o) && match[cell(r, o)] < last[r])
#define isOpen(r) (leads[r] && (commit[r] < last[r] || {{lacking}}))
#define isArmed(r) (isOpen(r) || (!leads[r] && isRestless(r)) || waiting[r])

inline expire() {
  clear();
#ifndef NO_REMINDER
  mustRemind = leads[self];
#endif
  isReady = true;
  if
  :: !leads[self] && isRestless(self) && term[self] < TERMS -> stand(TRIAL)
  :: else
  fi;
  finish()
}

#define isBefore(r, o) (alarms[r] <= alarms[o] || !isLiving(o) || !isArmed(o))
#define isTurn(r) ({{turn}})

/* Alarms ring at one as often as at another. */
proctype life(byte owner) {
end:
  do
  :: atomic {
       timeout && isLiving(owner) && isArmed(owner) && alarms[owner] < PATIENCE && isTurn(owner) ->
       d_step { alarms[owner]++; self = owner; expire() }
     }
  od
}

proctype program(byte proposal) {
end:
  if
  :: d_step {
       isLiving(homes[proposal]) ->
       self = homes[proposal];
       clear();
       waiting[self] = waiting[self] | bit(proposal);
       propose(proposal);
       finish()
     }
  fi
}

/* Somebody stands though nothing is wrong, as one that has won a trial. */
proctype impatience() {
  byte chosen;
  atomic { select(chosen : 0 .. N - 1) };
  if
  :: d_step { isLiving(chosen) && !leads[chosen] -> self = chosen; clear(); stand(ELECTION); finish(); chosen = 0 }
  :: chosen = 0
  fi
}

proctype crash() {
  byte chosen;
  atomic { select(chosen : 0 .. N) };
  d_step {
    victim = chosen;
    if
    :: victim < N ->
       for (n1 : 0 .. N - 1) {
         do
         :: len(link[cell(n1, victim)]) > 0 -> link[cell(n1, victim)]?kind, sentIn, f1, f2, f3, f4, f5
         :: else -> break
         od
       };
       waiting[victim] = 0
    :: else
    fi;
    chosen = 0
  }
}

/* The view of the membership without the lost one. */
proctype view(byte owner) {
end:
  d_step {
    victim < N && owner != victim ->
    knowing = knowing | bit(owner);
    self = owner;
    clear();
    if
    :: leader[self] == victim -> follow(term[self], NOBODY)
    :: else
    fi;
    finish()
  }
}

#define isDone(r) (!isLiving(r) || (waiting[r] == 0 && commit[r] == last[r] && (told & ~applied[r]) == 0 && !isOpen(r)))

proctype end_() {
  {{allDone}} && {{allEmpty}}
}

init {
  byte one, other;
  atomic {
    leads[0] = true;
    ledBy[1] = 0;
    for (one : 0 .. N - 1) {
      for (other : 0 .. N - 1) {
        if
        :: one == 0 && other != 0 -> next[other] = 1
        :: else
        fi;
        if
        :: one != other -> run wire(one, other)
        :: else
        fi
      };
      run life(one);
      run view(one)
    };
#ifdef RIVALS
    run impatience();
    run impatience();
#else
    for (one : 1 .. PROPOSALS) {
      run program(one)
    };
#if N > 2
    run crash();
#endif
#endif
    run end_();
    one = 0;
    other = 0
  }
}
`;

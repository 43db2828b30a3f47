/** What leader and servers hear, alarms, and what befalls servers. */
export const rollCallSurroundings = `inline acceptAppended(c_) {
  /* f1: how far; f2: where it ends; f3: round */
  if
  :: f3 > answered[c_] -> answered[c_] = f3
  :: else
  fi;
  if
  :: f1 != UNKNOWN && f1 <= last ->
     if
     :: match[c_] == UNKNOWN || f1 > match[c_] -> match[c_] = f1
     :: else
     fi;
     if
     :: next[c_] <= match[c_] -> next[c_] = match[c_] + 1
     :: else
     fi;
     settle();
     if
     :: progress[c_] && next[c_] <= last -> tell(c_)
     :: else
     fi
  :: f1 == UNKNOWN ->
     n2 = next[c_] - 1;
     if
     :: n2 > f2 + 1 -> n2 = f2 + 1
     :: else
     fi;
     if
     :: match[c_] != UNKNOWN && n2 <= match[c_] -> n2 = match[c_] + 1
     :: else
     fi;
     if
     :: n2 == 0 -> n2 = 1
     :: else
     fi;
     next[c_] = n2;
     tell(c_)
  :: else
  fi;
  letGo()
}

inline acceptAppend(c_) {
  /* f1: the entry before; f2: the last; f3: committed; f4: round */
  if
  :: f1 > has[c_] -> n1 = UNKNOWN; is_ = true
  :: else ->
     n2 = f2 - f1;
     if
     :: f2 > has[c_] -> has[c_] = f2
     :: else
     fi;
     n1 = f2;
     isNews = false;
     if
     :: f3 > f2 -> f3 = f2
     :: else
     fi;
     if
     :: f3 > committed[c_] -> committed[c_] = f3; isNews = true
     :: else
     fi;
     is_ = (!isNews || n2 > 0)
  fi;
  if
  :: is_ && len(up[c_]) < CAP -> up[c_]!APPENDED, incarnation[c_], n1, has[c_], f4
  :: else
  fi
}

proctype wire(byte c) {
end:
  do
  :: d_step {
       len(down[c]) > 0 ->
       down[c]?kind, from, f1, f2, f3, f4;
       if
       :: !isDead[c] && from == incarnation[c] -> acceptAppend(c)
       :: else
       fi
     }
  :: d_step {
       len(up[c]) > 0 ->
       up[c]?kind, from, f1, f2, f3;
       if
       :: kind == TRIAL -> remind()
       :: kind == APPENDED && progress[c] == from + 1 -> acceptAppended(c)
       :: else
       fi;
       n1 = 0
     }
  :: d_step {
       mayLose && len(down[c]) > 0 -> mayLose = false; down[c]?kind, from, f1, f2, f3, f4
     }
  :: d_step {
       mayLose && len(up[c]) > 0 -> mayLose = false; up[c]?kind, from, f1, f2, f3
     }
  od
}

#define isBehind(c) (progress[c] && isThere(c, progress[c]) && (match[c] == UNKNOWN || match[c] < last || !servers[c]))
#define isIdle (leaving != NOBODY && !isFree)
#define isOpen (commit < last || isIdle || {{behind}})

active proctype alarm() {
end:
  do
  :: atomic {
       timeout && isOpen && alarms[0] < PATIENCE ->
       d_step {
         alarms[0]++;
#ifndef NO_REMINDER
         remind();
#endif
         n1 = 0
       }
     }
  od
}

/* Who has something that is not known to be committed asks whether there is a leader. */
proctype patience(byte c) {
end:
  do
  :: atomic {
       timeout && !isDead[c] && has[c] > committed[c] && alarms[c] < PATIENCE ->
       d_step { alarms[c]++; up[c]!TRIAL, incarnation[c], 0, 0, 0 }
     }
  od
}

active proctype view() {
end:
  do
  :: d_step {
       epoch < newest -> epoch++; follow(); callRoll(); settle()
     }
  od
}

active proctype proposer() {
  d_step { last++; spread(); settle() }
}

/* One of them crashes, which the view tells later, and maybe starts anew. */
active proctype crash() {
  byte chosen;
  atomic { select(chosen : 1 .. N - 1) };
end:
  d_step {
    leaver != chosen ->
    victim = chosen;
    chosen = 0;
    isLate = (leaver != NOBODY);
    isDead[victim] = true;
    has[victim] = 0;
    committed[victim] = 0;
    do
    :: len(down[victim]) > 0 -> down[victim]?kind, from, f1, f2, f3, f4
    :: else -> break
    od
  };
  newest = 2;
#ifdef REJOIN
  d_step { isDead[victim] = false; incarnation[victim] = 1; newest = 3 }
#endif
}

active proctype leave() {
end:
  if
{{#each others}}
  :: d_step { victim != {{this}} -> leaver = {{this}} }
{{/each}}
  fi;
  d_step {
    leaving = leaver;
    follow();
#ifdef OLD_ANSWER
    spread();
#else
    callRoll();
#endif
    settle()
  }
}

#define rightServer(c) (isWanted(c) -> incarnationOf(c) + 1 : 0)
#define isRight(c) ((servers[c] == rightServer(c) || (c == leaving && isFree)) && (servers[c] == 0 || (has[c] == last && committed[c] == last)))

active proctype end_() {
  leaving != NOBODY && epoch == newest && commit == last && !isOpen && {{right}}
}

init {
  byte other;
  atomic {
    d_step {
      follow();
      for (n1 : 1 .. N - 1) { match[n1] = 0 };
      n1 = 0
    };
    for (other : 1 .. N - 1) {
      run wire(other);
      run patience(other)
    };
    other = 0
  }
}
`;

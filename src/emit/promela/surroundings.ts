/** What the models of the protocols that follow the views have in common: the membership, alarms, and how all begins. */

/** `fields`: of a message, behind its kind and its epoch. */
export function purging(fields: string): string {
  return `inline purge(e_) {
  for (n1 : 0 .. N - 1) {
    do
    :: n1 != self && len(link[cell(n1, self)]) > 0 ->
       link[cell(n1, self)]?<kind, sentIn, ${fields}>;
       if
       :: sentIn < e_ -> link[cell(n1, self)]?kind, sentIn, ${fields}
       :: else -> break
       fi
    :: else -> break
    od
  }
}
`;
}

/** Views as one learns of them, and alarms. */
export const replicaLife = `proctype life(byte owner) {
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
`;

/** One replica is lost, and maybe starts anew. `lost`: what else of it is gone then. */
export function membership(fields: string, lost: readonly string[]): string {
  const forgotten = ["armed[victim] = false", ...lost].map((statement) => `    ${statement}`).join(";\n");
  return `proctype membership() {
  byte chosen;
  atomic { select(chosen : 0 .. N - 1) };
  d_step {
    victim = chosen;
    newest = 2;
    chosen = 0;
#ifdef REJOIN
    for (n1 : 0 .. N - 1) {
      do
      :: len(link[cell(n1, victim)]) > 0 -> link[cell(n1, victim)]?kind, sentIn, ${fields}
      :: else -> break
      od
    };
${forgotten}
#endif
  };
#ifdef REJOIN
  d_step { newest = 3 }
#endif
}
`;
}

/** `first` and `programs`: what init does before and behind the replicas, as lines. */
export function beginning(first: string, programs: string): string {
  return `proctype end_() {
  newest == EPOCHS && {{allDone}} && {{allEmpty}}
}

init {
  byte one, other;
  atomic {
${first}    for (one : 0 .. N - 1) {
      for (other : 0 .. N - 1) {
        if
        :: one != other -> run wire(one, other)
        :: else
        fi
      };
      run life(one)
    };
${programs}    run membership();
    run end_();
    one = 0;
    other = 0
  }
}
`;
}

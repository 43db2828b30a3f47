/** Who decides meanwhile, and what befalls servers. */
export const bereavementSurroundings = `/* Who knows of a majority that is there, and has what is latest, leads: it changes servers, one at a time. */
#define anyOf(c) (server(c, 0) | server(c, 1))
#define isIn(e, c) has(present[e], c, incarnation[c])
#define mayLead(c) (!isDead[c] && knows[c] == latest && has(servers[latest], c, incarnation[c]) && !isBereft(c, epoch[c]))
#define mayChange(c) (mayLead(c) && latest == agreed && latest <= CHANGES)
#define isGone(c, o) ((servers[latest] & anyOf(o) & ~present[epoch[c]]) > 0)
#define isNew(c, o) ((servers[latest] & anyOf(o)) == 0 && isIn(epoch[c], o))
#define maySpread(c, o) (mayLead(c) && !isDead[o] && knows[o] < latest && isIn(epoch[c], o) && isIn(epoch[o], c))

inline agree() {
  count = 0;
  for (n1 : 0 .. N - 1) {
    if
    :: knows[n1] == latest && has(servers[latest], n1, incarnation[n1]) -> count++
    :: else
    fi
  };
  if
  :: count >= size(servers[latest]) / 2 + 1 -> agreed = latest
  :: else
  fi;
  n1 = 0
}

inline decide(c, servers_) {
  servers[latest + 1] = servers_;
  latest++;
  knows[c] = latest;
  agree()
}

proctype lead(byte leader; byte other) {
end:
  do
  :: d_step { mayChange(leader) && isGone(leader, other) ->
       decide(leader, servers[latest] & (~anyOf(other) | present[epoch[leader]])) }
  :: d_step { mayChange(leader) && isNew(leader, other) ->
       decide(leader, servers[latest] | server(other, incarnation[other])) }
  :: d_step { maySpread(leader, other) ->
       knows[other] = latest;
       agree() }
  od
}

/* A core crashes, or not; then the others agree on a view without it; and it starts anew, or not. */
proctype fate(byte owner) {
  if
  :: d_step {
       crashes < CRASHES ->
       crashes++;
       isDead[owner] = true;
       knows[owner] = 0;
       isConcluded[owner] = false;
       claims[owner] = 0;
       heard[owner] = 0;
       deciders[owner] = 0;
       forget(owner);
       count = 0;
       for (n1 : 0 .. N - 1) {
         if
         :: knows[n1] == latest -> count++
         :: else
         fi
       };
       if
       :: count == 0 && latest > agreed -> latest = agreed
       :: else
       fi;
       n1 = 0
     };
     d_step { newest++; present[newest] = present[newest - 1] & ~server(owner, 0) };
     if
     :: d_step {
          newest++;
          present[newest] = present[newest - 1] | server(owner, 1);
          isDead[owner] = false;
          incarnation[owner] = 1;
          epoch[owner] = newest
        }
     :: true
     fi
  :: true
  fi
}

/* The state is lost once all who know of servers know of no majority. */
#define isUnknown ({{bereft}})
#define isLost (({{knowing}}) && isUnknown)

active proctype end_() {
  {{arrived}} && {{allEmpty}} && saidIn[newest] == isLost && {{concluded}}
}

init {
  byte one, other;
  atomic {
    present[1] = everybody;
    servers[1] = everybody;
    for (one : 0 .. N - 1) {
      for (other : 0 .. N - 1) {
        if
        :: one != other -> run wire(one, other); run lead(one, other)
        :: else
        fi
      };
      run life(one);
      run fate(one)
    };
    one = 0;
    other = 0
  }
}
`;

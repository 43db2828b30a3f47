/** What a replica of `src/runtime/agreement/sequenced-log.ts` knows, and what only the proof does. */
export const sequencedDeclarations = `/*
 * {{name}}: {{protocol}} between {{realReplicas}} replicas{{#if reduced}}, here {{count}} in a tree of the same shape{{/if}}: on {{cores}}.
 * Messages keep their order between two replicas, and are lost where the sender and the receiver are not in the same epoch.
 * One replica, any of them, is excluded at any time, whether it has crashed or goes on for a while; everybody learns of the
 * view when it likes. With -DREJOIN it has crashed, starts anew, and has to catch up.
 * Left out: messages lost within an epoch; alarms while anything else can happen; snapshots and forgotten entries, for all
 * that is proposed fits the log; proposers without a replica; a second crash. An alarm proposes again what waits.
 *
 *   spin -search -DSAFETY -DCOLLAPSE {{name}}.pml
 *
 * proves that all replicas deliver the same in the same order, nothing twice, that what a proposer was told of is never
 * lost, and that all who live have everything in the end. With one of these before -search it must fail:
{{#each faults}}
 *   -D{{name}}: {{text}}
{{/each}}
 */
#define N {{count}}
#define CAP 6
#ifdef REJOIN
#define PROPOSALS 1
#else
#define PROPOSALS 2
#endif
{{#if twoPhase}}
#define TWO_PHASE
{{/if}}
/* How often each replica is reminded at most: as often as it takes until all have everything, and a little more. */
#if defined(TWO_PHASE) && defined(REJOIN)
#define PATIENCE 4
#else
#define PATIENCE 8
#endif
#define BITS 3
#define NOBODY N
#define BLANK 0
#define UNKNOWN 255

#define YES 4
#define NO 5

#define FORWARD 1
#define ENTRIES 2
#define ACK 3
#define REPORT 4
#define START 5
#define FETCH 6
#define PART 7

#define cell(one, other) ((one) * N + (other))
#define bit(p) (1 << (p))
#define entry(log, i) (((log) >> (BITS * ((i) - 1))) & 7)
#define upTo(log, n) ((log) & ((1 << (BITS * (n))) - 1))
#define behind(log, n) ((log) >> (BITS * (n)))
#define with(log, i, what) ((log) | ((what) << (BITS * ((i) - 1))))
#define isProposal(what) ((what) > 0 && (what) < YES)

/* By epoch, who is lost, root and replica: above whom it hangs. By epoch and who is lost: who orders. */
hidden byte parents[3 * N * N * N] = { {{parents}} };
hidden byte sequencers[3 * N] = { {{sequencers}} };
hidden byte homes[3] = { {{homes}} };

#define parentOf(r, c) parents[(((epoch[r] - 1) * N + victim) * N + sequencer(r)) * N + (c)]
#define isChild(r, c) (parentOf(r, c) == (r))
#define sequencer(r) sequencers[(epoch[r] - 1) * N + victim]
#define isMember(e, r) ((e) != 2 || (r) != victim)
#define isSynced(r) (lineage[r] == epoch[r])
#define leads(r) (isSynced(r) && sequencer(r) == (r))

#ifdef TWO_PHASE
#define mayOrder (delivered[self] == last[self])
#else
#define mayOrder true
#endif
#ifdef REJOIN
#define EPOCHS 3
#define isStopped(r) (newest == 2 && (r) == victim)
#else
#define EPOCHS 2
#define isStopped(r) false
#endif
#define goesFarther(r) (reportLineage[r] > best || (reportLineage[r] == best && reportLast[r] > bestLast))
#define isBetter(r) (reportLineage[r] != UNKNOWN && goesFarther(r))

chan link[N * N] = [CAP] of { byte, byte, byte, byte, byte, byte, short };

byte newest = 1;
byte victim;

byte epoch[N] = 1;
byte lineage[N] = 1;
byte origin[N];
short log[N];
byte last[N];
byte stable[N];
byte delivered[N];
short queue[N];
byte queued[N];
byte source[N] = NOBODY;
byte until[N];
byte joint[N];
bool armed[N];
byte alarms[N];
byte waiting[N];
byte ackHave[N * N] = UNKNOWN;
byte ackAll[N * N];
byte ackVoted[N * N];
bit ackRefused[N * N];
byte reportLineage[N] = UNKNOWN;
byte reportLast[N];
#ifdef TWO_PHASE
byte votedOn[N];
bit refusing[N];
byte against = NOBODY;
#endif

/* What is known to God alone. */
byte agreed[2 * PROPOSALS + 1];
byte applied[N];
byte proposed;
byte told;

hidden byte self, from;
hidden byte kind, sentIn, f1, f2, f3, f4;
hidden short f5;
hidden byte all, voteAt, voteNo, voteBefore, allBefore, first, before, fresh, count, what, best, bestLast, bestFrom, n5;
hidden byte n1, n2, n3, n4;
hidden byte progressed, news, isReady, mustArm, mustProceed, mustAck, known;
hidden byte again;
`;

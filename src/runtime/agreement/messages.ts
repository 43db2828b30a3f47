import { type Field, type FieldOf, fields, list, record, variants } from "./fields.ts";

const proposal = record({
  core: fields.u16,
  incarnation: fields.u32,
  sequence: fields.count,
  low: fields.count,
  command: fields.bytes,
});

/** A replica of which its memory is a part: who starts anew is another. */
const server = record({ core: fields.u16, incarnation: fields.u32 });

const content = variants({
  /** Only says that somebody leads now. */
  nothing: record({}),
  proposal: record({ proposal }),
  /** About the proposal right before it. */
  decision: record({ refusedBy: fields.count }),
  /** Who decides from here on. */
  servers: record({ servers: list(server) }),
});

const entry = record({ term: fields.count, content });

/** An entry of a log that replicas agree on. `term`: of the leadership it was made in; 0 where there is none. */
export type Entry = FieldOf<typeof entry>;
export type Server = FieldOf<typeof server>;

/** Of a message between two of the majority's servers. `from` and `to` are incarnations. */
const between = { from: fields.u32, to: fields.u32, term: fields.count } as const;

const message = variants({
  /** To who orders. */
  forward: record({ epoch: fields.count, proposal }),

  // One sequencer orders.
  /** Down the tree: entries from index `first` on; all up to `stable` are at every replica. */
  entries: record({ epoch: fields.count, first: fields.count, stable: fields.count, entries: list(entry) }),
  /**
   * Up the tree: the sender has all up to `have`, it and everybody below all up to `all`, and votes on `voted`. `asks`: for
   * what it misses; an answer to every acknowledgement would beget another one, without end.
   */
  ack: record({
    epoch: fields.count,
    asks: fields.flag,
    have: fields.count,
    all: fields.count,
    stable: fields.count,
    voted: fields.count,
    refusedBy: fields.count,
  }),
  /** To the sequencer of a new epoch: how far the sender's log goes, and in which epoch it was everybody's last. */
  report: record({ epoch: fields.count, lineage: fields.count, last: fields.count }),
  /** From it: the log goes to `last`; one that was everybody's in `lineage` is its beginning. */
  start: record({ epoch: fields.count, lineage: fields.count, last: fields.count }),

  // Catching up.
  /** Wants what comes after an index; of a snapshot as of `snapshot`, what comes after `offset` bytes. */
  fetch: record({ epoch: fields.count, after: fields.count, snapshot: fields.count, offset: fields.count }),
  logPart: record({ epoch: fields.count, first: fields.count, entries: list(entry) }),
  snapshotPart: record({
    epoch: fields.count,
    index: fields.count,
    term: fields.count,
    total: fields.count,
    offset: fields.count,
    bytes: fields.bytes,
  }),

  // Majority.
  askVote: record({ ...between, isTrial: fields.flag, last: fields.count, lastTerm: fields.count }),
  vote: record({ ...between, isTrial: fields.flag, isFor: fields.flag }),
  append: record({
    ...between,
    previous: fields.count,
    previousTerm: fields.count,
    commit: fields.count,
    round: fields.count,
    entries: list(entry),
  }),
  /** The log is the leader's up to `match`; -1: it is not at its `previous`, and goes to `last`. */
  appended: record({ ...between, match: fields.count, last: fields.count, round: fields.count }),
  /** What the receiver needs is in the log no more: it goes from `base` on. */
  behind: record({ ...between, base: fields.count }),
  askRead: record({ ...between, ticket: fields.count }),
  readFrom: record({ ...between, ticket: fields.count, index: fields.count }),

  // Shootdown.
  /** Down the tree that begins at `root`. */
  invalidate: record({ epoch: fields.count, root: fields.u16, proposal }),
  /** Up: the sender and everybody below have applied it. */
  invalidated: record({
    epoch: fields.count,
    root: fields.u16,
    core: fields.u16,
    incarnation: fields.u32,
    sequence: fields.count,
  }),

  // Majority, again.
  /**
   * Of the servers that the sender knows of too few are left in the view to decide. `isServer`: it knows of some; `isAnswer`: it
   * was asked.
   */
  bereft: record({ epoch: fields.count, isServer: fields.flag, isAnswer: fields.flag }),
  /** To the leader: whether the others would go on if that core, which is to leave, were lost. It answers once they would. */
  askLeave: record({ ...between, core: fields.u16 }),
  mayLeave: record({ ...between, core: fields.u16 }),
});

/** What replicas say to each other. */
export type Message = FieldOf<typeof message>;
export type MessageOf<Kind extends Message["kind"]> = Extract<Message, { kind: Kind }>;

/** Bytes of a message beside commands, entries and parts of snapshots. */
export const longestHeader = 128;

export const messageField: Field<Message> = message;
export const proposalField: typeof proposal = proposal;
export const serversField: Field<readonly Server[]> = list(server);

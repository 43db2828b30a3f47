/** What the shell is told. The help text of the program lists the same. */
export const exitCode = {
  done: 0,
  /** The description is wrong. */
  wrongDescription: 1,
  /** The call is wrong. */
  wrongCall: 2,
  /** The environment lacks something. */
  lacking: 3,
  /** Something the user wrote failed while it ran: a service or client threw, a kernel died. */
  failedRunning: 4,
  /** A bug in Skerry. */
  bug: 70,
} as const;

export type ExitCode = (typeof exitCode)[keyof typeof exitCode];

/** What `explain` can be asked about a description. */
export const subjects = [
  "latency",
  "route",
  "placement",
  "layout",
  "address",
  "reach",
  "traffic",
  "tree",
  "interrupt",
  "failure",
] as const;

export type Subject = (typeof subjects)[number];

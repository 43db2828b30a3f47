/** What can be done to replicated objects, as commands and queries say it: one table for all kinds. */
export const operations = {
  set: 1,
  replace: 2,
  clear: 3,
  delete: 4,
  add: 5,
  append: 6,
  trim: 7,
  acquire: 8,
  renew: 9,
  release: 10,
  /** A query: the value, or that of a key. */
  get: 32,
  /** A query of a log: f64 numbers of its first entry and of the one that comes next. */
  bounds: 33,
  /** What a watcher is told that has fallen behind. */
  missed: 255,
} as const;

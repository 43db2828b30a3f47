/** Of an interface `Block` with a call `read` and a message `trim`, of which `web` uses the service `disk`: with these clauses. */
export function allowing(clauses: string): string {
  return `use "prelude/amd64"

machine m {
  core cpu[2]: amd64 @ 2 GHz
  coherence between cpu[*]: latency 100 cycles
}

interface Block @ 1 {
  call read(lba: u64) -> (a: u32)
  message trim(lba: u64)
}

system one on m {
  service disk: Block = "./disk.ts" ${clauses}
  client web = "./web.ts" uses disk
}
`;
}

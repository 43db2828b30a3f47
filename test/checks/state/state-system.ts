import type { Check } from "../../../src/checks/check.ts";
import { foundBy, small } from "../found-by.ts";

const uses = 'client user = "./user.ts" on p[0].cpu[0]';

/** A system with these objects on the small machine, whose core `spare` is offline; a client that uses nothing unless said. */
export function system(states: string, programs: string = uses): string {
  return `${small}interface Things { struct Reading { value: f32 } struct Grant { page: region<4096> } }
system stated on small { ${states} ${programs} }
`;
}

/** What a rule says, without where. */
export function messagesBy(check: Check, text: string): readonly string[] {
  return foundBy(check, text).map((found) => found.slice(found.indexOf(" ") + 1));
}

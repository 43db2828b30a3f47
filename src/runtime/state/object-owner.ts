import type { Message } from "../agreement/messages.ts";
import type { AgreementView } from "../agreement/protocol.ts";
import type { Deadlines } from "../kernel/deadlines.ts";
import type { Answer, Ask } from "./asks.ts";

/** What the kernel does for one of its replicated objects. */
export interface ObjectOwner {
  readonly core: number;
  readonly incarnation: number;
  readonly deadlines: Deadlines;
  readonly view: AgreementView;
  /** Whether this kernel is among enough others to agree on anything. */
  readonly hasQuorum: boolean;
  now(): number;
  /** To another replica. `isRepeat`: not while something else still waits for room on its way there. */
  tell(to: number, message: Message, isRepeat: boolean): void;
  /** To a replica, where this kernel has none. */
  ask(to: number, ask: Ask, isRepeat: boolean): void;
  /** To a kernel without one. */
  answer(to: number, answer: Answer): void;
  /** The replica here has the state now. */
  held(): void;
  /** No replica has the state any more. */
  lost(): void;
}

import type { BootEvent, SystemOutcome } from "../../runtime/kernel/events.ts";
import type { BootOptions } from "./boot-options.ts";
import type { BootParts } from "./bootable.ts";

/** What a host is given to start. */
export interface Bootable extends BootParts {
  readonly options: BootOptions;
  /** Where its control socket is to be; null for none. */
  readonly control: string | null;
  readonly onEvent: (event: BootEvent) => void;
}

/** A system under way, on whatever host. */
export interface Running {
  /** Never rejects. */
  readonly done: Promise<SystemOutcome>;
  readonly stop: (reason: string) => void;
}

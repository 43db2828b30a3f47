import type { CurrentView } from "../membership/current-view.ts";
import type { Clients } from "./clients/clients.ts";
import type { KernelStatistics } from "./events.ts";
import type { KernelLoad, KernelStanding } from "./load.ts";
import type { Services } from "./services/services.ts";
import type { States } from "./states/states.ts";
import type { Switch } from "./switching/switch.ts";

export interface LoadedParts {
  readonly core: number;
  readonly membership: CurrentView;
  readonly frames: Switch;
  readonly clients: Clients;
  readonly services: Services;
  readonly states: States;
}

/** What a kernel has counted, and how full it is now. */
export function computeLoad(parts: LoadedParts, statistics: KernelStatistics): KernelLoad {
  const { core, frames, clients, services, states } = parts;
  const { deepest, loads: rings } = frames.entrances;
  const [calling, serving] = [clients.underWay, services.underWay];
  return { core, statistics, deepest, rings, calling, serving, states: states.loads(), standing: standingOf(parts) };
}

function standingOf({ membership: { view, hasQuorum }, states }: LoadedParts): KernelStanding {
  const members = [...view.members].sort((one, other) => one - other);
  return { epoch: view.epoch, members, hasQuorum, replicas: states.standings() };
}

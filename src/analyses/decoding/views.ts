import type { Space } from "../../model/address-space.ts";
import type { Core, Device, Machine } from "../../model/machine.ts";
import { iommusFrom } from "./contexts.ts";
import type { DecodingNet, Initiator } from "./net.ts";
import { type Unfolded, unfold } from "./unfold.ts";

/** What a space is to those who see it: alike for all of them, except that behind an IOMMU each device has its own. */
export interface SeenSpace extends Unfolded {
  readonly space: Space;
  readonly cores: readonly Core[];
  readonly devices: readonly Device[];
}

/** Every space that some core or device sees, in the order of the spaces. */
export function computeViews({ spaces, cores, devices }: Machine, net: DecodingNet): readonly SeenSpace[] {
  const coresBySpace = groupBySpace(cores);
  const devicesBySpace = groupBySpace(devices);
  return spaces.flatMap((space) => viewsOf(space, coresBySpace.get(space) ?? [], devicesBySpace.get(space) ?? [], net));
}

function groupBySpace<Item extends Initiator>(initiators: readonly Item[]): ReadonlyMap<Space, readonly Item[]> {
  const groups = new Map<Space, Item[]>();
  for (const initiator of initiators) {
    if (initiator.sees === null) continue;
    const known = groups.get(initiator.sees.space);
    if (known === undefined) groups.set(initiator.sees.space, [initiator]);
    else known.push(initiator);
  }
  return groups;
}

function viewsOf(
  space: Space,
  cores: readonly Core[],
  devices: readonly Device[],
  net: DecodingNet,
): readonly SeenSpace[] {
  const isShielded = devices.length > 0 && iommusFrom(space).length > 0;
  const together = isShielded ? [] : devices;
  const [first]: readonly Initiator[] = [...cores.slice(0, 1), ...together.slice(0, 1)];
  const shared = first === undefined ? [] : [{ space, cores, devices: together, ...plainly(net, first, space) }];
  const alone = isShielded ? devices : [];
  return [
    ...shared,
    ...alone.map((device) => ({ space, cores: [], devices: [device], ...plainly(net, device, space) })),
  ];
}

function plainly(net: DecodingNet, initiator: Initiator, space: Space): Unfolded {
  const { ranges, circles, barred, isTooLarge } = unfold(net, initiator, space);
  return { ranges, circles, barred, isTooLarge };
}

import type { Space } from "../../model/address-space.ts";
import type { Core, Device, Machine } from "../../model/machine.ts";
import { iommusOf } from "./contexts.ts";
import type { DecodingNet, Initiator } from "./net.ts";
import { type Unfolded, unfold } from "./unfold.ts";

/** What a space is to those who see it: alike for all of them, except that behind an IOMMU each device has its own. */
export interface SeenSpace extends Unfolded {
  readonly space: Space;
  readonly cores: readonly Core[];
  readonly devices: readonly Device[];
}

/** Every space that some core or device sees, in the order of the spaces. */
export function computeViews(machine: Machine, net: DecodingNet): readonly SeenSpace[] {
  return machine.spaces.flatMap((space) => {
    const cores = machine.cores.filter(({ sees }) => sees?.space === space);
    const devices = machine.devices.filter(({ sees }) => sees?.space === space);
    const alone = devices.filter((device) => iommusOf(device).length > 0);
    const together = devices.filter((device) => !alone.includes(device));
    const [first]: readonly Initiator[] = [...cores, ...together];
    const shared = first === undefined ? [] : [{ space, cores, devices: together, ...plainly(net, first, space) }];
    return [
      ...shared,
      ...alone.map((device) => ({ space, cores: [], devices: [device], ...plainly(net, device, space) })),
    ];
  });
}

function plainly(net: DecodingNet, initiator: Initiator, space: Space): Unfolded {
  const { ranges, circles, barred, isTooLarge } = unfold(net, initiator, space);
  return { ranges, circles, barred, isTooLarge };
}

import { IntervalMap } from "../../algorithms/interval-map.ts";
import type { Space, SpaceMap } from "../../model/address-space.ts";
import type { Core, Device } from "../../model/machine.ts";

/** Who loads and stores: what it can address begins at the space it sees. */
export type Initiator = Core | Device;

/** What is programmed into an IOMMU for one device; its maps lead into the space behind the IOMMU. */
export interface Context {
  readonly device: Device;
  readonly iommu: Space;
  readonly maps: readonly SpaceMap[];
}

/**
 * The decoding net of a machine, ready for look-ups: which map an address of a space falls into. What an IOMMU maps
 * depends on the device that asks. After Achermann et al., "Formalizing Memory Accesses and Interrupts" (MARS '17).
 */
export class DecodingNet {
  private readonly wired = new Map<Space, IntervalMap<SpaceMap>>();
  private readonly programmed = new Map<Space, Map<Initiator, IntervalMap<SpaceMap>>>();

  constructor(contexts: readonly Context[] = []) {
    for (const { device, iommu, maps } of contexts) {
      const ofIommu = this.programmed.get(iommu) ?? new Map<Initiator, IntervalMap<SpaceMap>>();
      this.programmed.set(iommu, ofIommu.set(device, new IntervalMap(maps)));
    }
  }

  mapsOf(space: Space, initiator: Initiator): IntervalMap<SpaceMap> {
    if (space.iommu !== null) return this.programmed.get(space)?.get(initiator) ?? nothing;
    const known = this.wired.get(space) ?? new IntervalMap(space.maps);
    this.wired.set(space, known);
    return known;
  }
}

const nothing = new IntervalMap<SpaceMap>([]);

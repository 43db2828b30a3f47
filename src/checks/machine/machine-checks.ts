import type { Check } from "../check.ts";
import { bandwidthFarOff } from "./bandwidth-far-off.ts";
import { boxWithinPart } from "./box-within-part.ts";
import { cacheAcrossBoxes } from "./cache-across-boxes.ts";
import { cacheLinesDiffer } from "./cache-lines-differ.ts";
import { cacheNotSlower } from "./cache-not-slower.ts";
import { coherenceAcrossBoxes } from "./coherence-across-boxes.ts";
import { coherenceEndiannessDiffers } from "./coherence-endianness-differs.ts";
import { coherenceLinesDiffer } from "./coherence-lines-differ.ts";
import { coherenceOfOne } from "./coherence-of-one.ts";
import { coherencesOverlap } from "./coherences-overlap.ts";
import { controllerWithoutOutputs } from "./controller-without-outputs.ts";
import { controllersInCircle } from "./controllers-in-circle.ts";
import { coreBehindIommu } from "./core-behind-iommu.ts";
import { coreNumberTwice } from "./core-number-twice.ts";
import { coreUnreachable } from "./core-unreachable.ts";
import { deviceAddressTwice } from "./device-address-twice.ts";
import { dmaAcrossBoxes } from "./dma-across-boxes.ts";
import { domainEmpty } from "./domain-empty.ts";
import { domainTwice } from "./domain-twice.ts";
import { domainsCross } from "./domains-cross.ts";
import { domainsInCircle } from "./domains-in-circle.ts";
import { interruptAcrossBoxes } from "./interrupt-across-boxes.ts";
import { interruptToOffline } from "./interrupt-to-offline.ts";
import { lineClaimedTwice } from "./line-claimed-twice.ts";
import { lineRoutedTwice } from "./line-routed-twice.ts";
import { lineToOffline } from "./line-to-offline.ts";
import { lineWiderThanPage } from "./line-wider-than-page.ts";
import { linkToItself } from "./link-to-itself.ts";
import { linkToNowhere } from "./link-to-nowhere.ts";
import { linkTwice } from "./link-twice.ts";
import { linkWithinPart } from "./link-within-part.ts";
import { machineWithoutCores } from "./machine-without-cores.ts";
import { mapOutsideSpace } from "./map-outside-space.ts";
import { mapToNothing } from "./map-to-nothing.ts";
import { mapWiderThanTarget } from "./map-wider-than-target.ts";
import { mapsOverlap } from "./maps-overlap.ts";
import { measuredFarOff } from "./measured-far-off.ts";
import { measuredToItself } from "./measured-to-itself.ts";
import { measuredTwice } from "./measured-twice.ts";
import { memoryNodeTwice } from "./memory-node-twice.ts";
import { messageToWires } from "./message-to-wires.ts";
import { osDeviceUnknown } from "./os-device-unknown.ts";
import { pciIdForm } from "./pci-id-form.ts";
import { portUsedTwice } from "./port-used-twice.ts";
import { sizeNotPowerOfTwo } from "./size-not-power-of-two.ts";
import { sizeZero } from "./size-zero.ts";
import { sourceTwice } from "./source-twice.ts";
import { spaceNeverSeen } from "./space-never-seen.ts";
import { targetUnmapped } from "./target-unmapped.ts";

/** The rules about machines, each after the rules it requires. */
export const machineChecks: readonly Check[] = Object.freeze([
  machineWithoutCores,
  linkToItself,
  portUsedTwice,
  linkWithinPart,
  linkTwice,
  linkToNowhere,
  coreUnreachable,
  coreNumberTwice,
  coherencesOverlap,
  coherenceOfOne,
  coherenceLinesDiffer,
  sizeZero,
  sizeNotPowerOfTwo,
  lineWiderThanPage,
  memoryNodeTwice,
  deviceAddressTwice,
  osDeviceUnknown,
  pciIdForm,
  cacheNotSlower,
  measuredToItself,
  measuredTwice,
  measuredFarOff,
  bandwidthFarOff,
  interruptToOffline,
  boxWithinPart,
  coherenceAcrossBoxes,
  cacheAcrossBoxes,
  coherenceEndiannessDiffers,
  cacheLinesDiffer,
  controllerWithoutOutputs,
  controllersInCircle,
  lineRoutedTwice,
  sourceTwice,
  lineClaimedTwice,
  lineToOffline,
  messageToWires,
  interruptAcrossBoxes,
  dmaAcrossBoxes,
  domainEmpty,
  domainsInCircle,
  domainTwice,
  domainsCross,
  mapsOverlap,
  mapOutsideSpace,
  mapWiderThanTarget,
  mapToNothing,
  coreBehindIommu,
  spaceNeverSeen,
  targetUnmapped,
]);

import { addressDiagnostics } from "../../diagnostics/catalogue/resolve/addresses.ts";
import { diagnose } from "../../diagnostics/diagnostic.ts";
import {
  type Access,
  type AddressRange,
  type MapTarget,
  pathOfTarget,
  printAddress,
  type Space,
  type SpaceMap,
  sizeOfTarget,
} from "../../model/address-space.ts";
import type { Controller } from "../../model/interrupt.ts";
import type { Device } from "../../model/machine.ts";
import type { ElseItem, MapItem, Path, SpaceEntry } from "../../syntax/ast.ts";
import { expectSize } from "../expect.ts";
import { reportWrongElement } from "../selected.ts";
import { boxOf, countRuns, expectAddress, expectAddressIn, reportBackwards, runsOf } from "./addresses.ts";
import { mapAttributes } from "./attribute-tables.ts";
import { choose, type Site } from "./building.ts";
import { readInterleave, spanOfTargets } from "./interleaves.ts";
import { eachTurn } from "./loops.ts";
import { readAttributes } from "./read-attributes.ts";

export interface GrowingSpace extends Space {
  readonly maps: SpaceMap[];
}

/** An `else`, and where it stands. */
export interface Rest {
  readonly item: ElseItem;
  readonly site: Site;
}

/** Gives all spaces of one declaration their maps, ascending; what `else` says of the others is left to be done. */
export function placeMaps(items: readonly SpaceEntry[], spaces: readonly GrowingSpace[], site: Site): readonly Rest[] {
  const rests: Rest[] = [];
  placeEntries(items, spaces, site, rests);
  for (const { maps } of spaces) maps.sort(ascending);
  return rests;
}

function ascending(left: SpaceMap, right: SpaceMap): number {
  if (left.from !== right.from) return left.from < right.from ? -1 : 1;
  return left.span.start - right.span.start;
}

function placeEntries(items: readonly SpaceEntry[], spaces: readonly GrowingSpace[], site: Site, rests: Rest[]): void {
  for (const item of items) {
    if (item.kind === "for") eachTurn(item, site, (turn) => placeEntries(item.items, spaces, turn, rests));
    else if (item.kind === "else") rests.push({ item, site });
    else placeMap(item, spaces, site);
  }
}

function placeMap(item: MapItem, spaces: readonly GrowingSpace[], site: Site): void {
  const [first] = spaces;
  const maps = first === undefined ? [] : readMap(item, first, site);
  if (maps === null || !site.building.budget.take(maps.length * spaces.length, item.span)) {
    site.building.markIncomplete();
    return;
  }
  for (const space of spaces) for (const map of maps) space.maps.push({ ...map, space });
}

/** What one `map` says, a map for each run of addresses; null after a report. */
function readMap(item: MapItem, space: Space, site: Site): readonly SpaceMap[] | null {
  const target = item.granule === null ? chooseTarget(item, site) : readInterleave(item, item.granule, site);
  const access = readAccess(item, site);
  const at = target === null ? null : readAt(item, target, site);
  const runs = target === null || at === null ? null : readRuns(item, { space, target, at }, site);
  if (target === null || at === null || runs === null) return null;
  const { span } = item;
  const targetSpan = spanOfTargets(item);
  let next = at;
  return runs.map(({ from, to }) => {
    const map = { space, from, to, target, at: next, access, span, targetSpan };
    next += to - from + 1n;
    return map;
  });
}

export function readAccess(item: Pick<MapItem, "attributes">, { context }: Site): Access {
  const attributes = readAttributes(mapAttributes, item.attributes, "a map", context);
  if (attributes.has("read")) return "readOnly";
  return attributes.has("write") ? "writeOnly" : "readWrite";
}

// ───────────────────────────── targets ─────────────────────────────

function chooseTarget({ targets: [path] }: MapItem, site: Site): MapTarget | null {
  if (path === undefined) return null;
  const what = "what a map leads to";
  const element = choose.one(path, what, site);
  if (element === null) return null;
  switch (element.kind) {
    case "memory":
    case "space":
    case "registers":
      return element;
    case "device":
      return registersOf(element.device, path, site);
    case "controller":
      return registersOf(element.controller, path, site);
    default:
      reportWrongElement(path, element, what, "a memory, registers or an address space", site.context);
      return null;
  }
}

function registersOf(owner: Device | Controller, path: Path, site: Site): MapTarget | null {
  const [only, ...others] = owner.registers;
  if (only !== undefined && others.length === 0) return { kind: "registers", registers: only };
  const facts = { device: owner.path, banks: owner.registers.map((bank) => bank.path) };
  const related = [{ span: owner.span, message: `\`${owner.path}\` is declared here` }];
  site.context.report(diagnose(addressDiagnostics.bankUnsaid, path.span, facts, { related }));
  return null;
}

function readAt({ at }: MapItem, target: MapTarget, site: Site): bigint | null {
  if (at === null) return 0n;
  if (target.kind === "space") return expectAddressIn(at, target.space, site.context);
  if (at.kind !== "tuple") return expectAddress(at, "an offset", site.context);
  const facts = { target: pathOfTarget(target) };
  site.context.report(diagnose(addressDiagnostics.tupleWithoutSpace, at.span, facts));
  return null;
}

// ───────────────────────────── ranges ─────────────────────────────

interface Mapped {
  readonly space: Space;
  readonly target: MapTarget;
  readonly at: bigint;
}

function readRuns(item: MapItem, mapped: Mapped, site: Site): readonly AddressRange[] | null {
  const { from: written } = item;
  if (written.kind === "tuple" && written.entries.some(({ from, to }) => from === null || to !== null)) {
    return readBox(item, mapped.space, site);
  }
  const from = expectAddressIn(written, mapped.space, site.context);
  const to = from === null ? null : readEnd(item, from, mapped, site);
  return from === null || to === null ? null : [{ from, to }];
}

function readBox({ from: tuple, to, size, span }: MapItem, space: Space, site: Site): readonly AddressRange[] | null {
  if (tuple.kind !== "tuple") return null;
  if (to !== null || size !== null) {
    site.context.report(diagnose(addressDiagnostics.addressNotSingle, tuple.span, {}));
    return null;
  }
  const box = boxOf(tuple, space, site.context);
  if (box === null || !site.building.budget.refer(Number(countRuns(box, space)), span)) return null;
  return runsOf(box, space);
}

/** The last address of the range. */
function readEnd(item: MapItem, from: bigint, { target, at }: Mapped, site: Site): bigint | null {
  if (item.to !== null) {
    const to = expectAddress(item.to, "the end of a range", site.context);
    return to === null || to >= from ? to : reportBackwards(from, to, item.to, site.context);
  }
  if (item.size !== null) {
    const size = expectSize(item.size, "the size of a map", site.context, { least: 1 });
    return size === null ? null : from + BigInt(size) - 1n;
  }
  const whole = sizeOfTarget(target);
  if (at < whole) return from + whole - at - 1n;
  // An empty memory is reported where it is declared.
  if (whole === 0n) return null;
  const facts = { target: pathOfTarget(target), size: printAddress(whole), at: printAddress(at) };
  site.context.report(diagnose(addressDiagnostics.nothingLeft, item.at?.span ?? spanOfTargets(item), facts));
  return null;
}

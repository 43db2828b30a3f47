import type { RegisterBank } from "../../model/address-space.ts";
import type { Device, Endpoint, Memory, Part } from "../../model/machine.ts";
import { parseOsDevices } from "../../model/os-device.ts";
import type { DeviceItem, Path } from "../../syntax/ast.ts";
import { type Place, reportWrongElement } from "../selected.ts";
import { addMember, readEach } from "./arrays.ts";
import { deviceAttributes } from "./attribute-tables.ts";
import { choose, noteIfPluggable, openPlace, type Site } from "./building.ts";
import { clockInScope, createSharedClock, type SharedClock } from "./clocks.ts";
import { readInterrupt } from "./device-interrupts.ts";
import { overlay, readAttributes } from "./read-attributes.ts";
import { type Bank, banksOf, readBanks } from "./registers.ts";
import { storeBank } from "./store-bank.ts";
import { readView } from "./views.ts";

export function placeDevices(item: DeviceItem, site: Site): void {
  const factsOf = readEach(item, site, (turn) => readDevice(item, turn));
  addMember(site, item, "devices", (path, turn) => {
    const facts = factsOf(turn);
    return facts === null ? null : storeDevice({ ...facts, path }, item, turn);
  });
}

type DeviceFacts = Omit<Device, "index" | "registers"> & { readonly banks: readonly Bank[] };

function readDevice(item: DeviceItem, site: Site): Omit<DeviceFacts, "path"> | null {
  const { context } = site;
  const kind = site.building.kinds.device(item.deviceKind, site.file);
  const at = choosePlace(item.at, site);
  const own = readAttributes(deviceAttributes, item.attributes, "a device", context);
  const dma = chooseMemories(
    item.dma.flatMap((clause) => clause.reaches),
    site,
  );
  const sources = item.interrupts.flatMap((clause) => readInterrupt(clause, site) ?? []);
  const sees = readView(item.sees, `the device \`${item.name.text}\``, site);
  const banks = readBanks(item.banks, context);
  if (kind === null || at === null) return null;
  const attributes = overlay(kind.attributes, own);
  return {
    documentation: item.documentation,
    span: item.span,
    part: site.part,
    type: kind.name,
    at,
    atSpan: item.at.span,
    bandwidth: attributes.number("bandwidth"),
    latency: attributes.time(
      "latency",
      clockInScope(() => clocksAt(at, site), site.part, context),
      context,
    ),
    address: attributes.word("address"),
    pci: attributes.word("pci"),
    compatible: attributes.word("compatible")?.split(/,\s+/) ?? [],
    isMailbox: attributes.has("mailbox"),
    osDevices: parseOsDevices(attributes.word("os")),
    dma: dma ?? [],
    isCoherent: attributes.has("coherent") ? true : attributes.has("incoherent") ? false : null,
    sees,
    banks: banksOf({ kind: kind.banks, own: banks, size: attributes.number("registers") }, item, context),
    interrupts: [...new Set(sources.flatMap(({ to }) => (to.kind === "cores" ? to.cores : [])))],
    sources,
  };
}

function choosePlace(path: Path, site: Site): Endpoint | Part | null {
  const what = "the place of a device";
  const element = choose.one(path, what, site);
  if (element === null) return null;
  if (element.kind === "part") return element.part;
  if (element.kind === "port" || element.kind === "core") return element;
  reportWrongElement(path, element, what, "a port, a core or a part", site.context);
  return null;
}

function chooseMemories(paths: readonly Path[], site: Site): readonly Memory[] | null {
  const memories = new Set<Memory>();
  let faulty = false;
  for (const path of paths) {
    const selected = choose.each(path, site);
    const stranger = selected?.find((element) => element.kind !== "memory");
    if (stranger !== undefined) reportWrongElement(path, stranger, "what DMA reaches", "a memory", site.context);
    faulty ||= selected === null || stranger !== undefined;
    for (const element of selected ?? []) if (element.kind === "memory") memories.add(element.memory);
  }
  return faulty ? null : [...memories];
}

function clocksAt(at: Endpoint | Part, site: Site): readonly SharedClock[] {
  if ("kind" in at && at.kind === "core") return [createSharedClock([at.core])];
  const part = "kind" in at ? (at.kind === "port" ? at.port.part : at.device.part) : at;
  const near = site.building.clocks.get(part);
  const outwards = near === undefined ? [] : [near];
  for (let outer: Site | null = site; outer !== null; outer = outer.parent) outwards.push(outer.clock);
  return outwards;
}

function storeDevice({ banks, ...facts }: DeviceFacts, { attributes }: DeviceItem, site: Site): Place | null {
  if (!site.building.budget.take(banks.length, facts.span)) return null;
  const { devices } = site.building.lists;
  const registers: RegisterBank[] = [];
  const device: Device = { ...facts, index: devices.length, registers };
  devices.push(device);
  noteIfPluggable({ kind: "device", device }, attributes, site);
  const place = openPlace({ kind: "device", device });
  for (const bank of banks) registers.push(storeBank(bank, { kind: "device", device }, place, site));
  return place;
}

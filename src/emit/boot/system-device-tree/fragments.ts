import { type Cell, cells, labelled, node, type TreeNode, texts } from "../../device-tree/tree-node.ts";
import { Macros, macroName } from "../macros.ts";
import type { Described } from "./domain-nodes.ts";
import type { Domain } from "./domains.ts";
import type { Region } from "./regions.ts";
import { labelOf, regionsIn, reservedMemory, shapeOf } from "./reserved.ts";

/** What the tree that a domain's operating system boots with lacks: its part of the memory in common, and of the host's whom it starts. */
export function overlayOf(domain: Domain, described: Described): TreeNode {
  const { division } = described;
  // As the trees of 32-bit boards have it at their roots.
  const width = domain.cluster.cores.some(({ isa }) => isa.wordBits > 32) ? 2 : 1;
  const reserved = reservedMemory(domain, described, width);
  const remotes = domain === division.host ? division.remotes.map((remote) => remoteNode(remote, described)) : [];
  const overlay = node("__overlay__", shapeOf(width), [...reserved, ...remotes]);
  return node("", [], [node("fragment@0", [texts("target-path", "/")], [overlay])]);
}

/** A processor for Linux's remoteproc: its image first, then buffers and rings, and the doorbells both ways. */
function remoteNode(remote: Domain, { division, regions, mailboxes, labels }: Described): TreeNode {
  const own = (uses: readonly Region["use"][]): readonly Cell[] =>
    regions
      .filter(({ use, sharers }) => uses.includes(use) && sharers.includes(remote) && sharers.includes(division.host))
      .map((region) => ({ label: labelOf(region) }));
  const mailbox = mailboxes.get(remote);
  const box = { label: labels.devices[mailbox?.device ?? -1] ?? "" };
  const doorbells =
    mailbox === undefined
      ? []
      : [cells("mboxes", box, mailbox.toRemote, box, mailbox.toHost), texts("mbox-names", "tx", "rx")];
  const memory = [...own(["image"]), ...own(["buffer"]), ...own(["vring"]), ...own(["rings"])];
  return labelled(
    `remoteproc_${remote.label}`,
    node(`remoteproc-${remote.name}`, [
      texts("compatible", "skerry,remoteproc"),
      cells("memory-region", ...memory),
      ...doorbells,
    ]),
  );
}

/** The same for who has no device tree: addresses as the domain has them. */
export function printHeader(domain: Domain, described: Described): string {
  const { mailboxes, division } = described;
  const guard = `${macroName(domain.name)}_SHARED_H`;
  const macros = new Macros();
  for (const { region, address } of regionsIn(domain, described)) {
    macros.define(region.name, { "": `0x${address.toString(16)}`, _SIZE: `0x${region.area.bytes.toString(16)}` });
  }
  for (const [remote, { toHost, toRemote }] of mailboxes) {
    if (remote === domain) macros.define(`ring_${division.host.name}`, { "": `${toHost}` });
    if (division.host === domain) macros.define(`ring_${remote.name}`, { "": `${toRemote}` });
  }
  const title = `/* ${domain.name}: ${domain.programs.join(", ") || "no programs"} */`;
  return `${title}\n#ifndef ${guard}\n#define ${guard}\n\n${macros.lines.join("\n")}\n\n#endif\n`;
}

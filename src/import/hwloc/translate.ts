import type { Outcome } from "../../diagnostics/diagnostic.ts";
import { hasErrors } from "../../diagnostics/report.ts";
import type { SourceFile } from "../../source/source-file.ts";
import { printMachine } from "../description/print-machine.ts";
import { readXml } from "../xml/read-xml.ts";
import { buildFacts } from "./build-facts.ts";
import { readTopology } from "./read-topology.ts";
import { Reading } from "./reading.ts";

/**
 * Translates hwloc's XML, version 2.0 or 3.0, as `lstopo --of xml` writes it, to canonical Skerry text that declares one
 * machine. What the XML does not tell, and what it tells and the language cannot say, is left out and becomes a note; null,
 * with errors, when it is no such XML or contradicts itself. Format: hwloc 3.0, hwloc/topology-xml.c and hwloc2.dtd.
 */
export function translateHwloc(source: SourceFile): Outcome<string | null> {
  const { product: root, diagnostics } = readXml(source);
  if (root === null) return { product: null, diagnostics };
  const reading = new Reading(source);
  const topology = readTopology(root, reading);
  const facts = topology === null ? null : buildFacts(topology, reading);
  const isGood = facts !== null && !hasErrors(reading.diagnostics);
  return { product: isGood ? printMachine(facts) : null, diagnostics: reading.diagnostics };
}

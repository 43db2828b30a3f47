/** Reading single attributes; what is missing or garbled becomes a diagnostic that points at it. */
import { importDiagnostics } from "../../diagnostics/catalogue/import.ts";
import {
  type Diagnostic,
  type DiagnosticDetails,
  type DiagnosticKind,
  diagnose,
} from "../../diagnostics/diagnostic.ts";
import type { SourceFile, Span } from "../../source/source-file.ts";
import { abridge } from "../abridge.ts";
import type { XmlAttribute, XmlElement } from "../xml/element.ts";
import { type Bits, parseBits } from "./bits.ts";

/** Nobody reads more; who writes a million faulty objects waits for no million of sentences. */
const mostDiagnostics = 1000;

/** One of hwloc's numbers without a sign; larger ones are no exact numbers here. */
const largest = Number.MAX_SAFE_INTEGER;

export class Reading {
  readonly diagnostics: Diagnostic[] = [];
  readonly source: SourceFile;
  /** Whether numbers mean what they do in hwloc 3. */
  isVersion3 = false;

  constructor(source: SourceFile) {
    this.source = source;
  }

  get isGood(): boolean {
    return this.diagnostics.every(({ severity }) => severity !== "error");
  }

  /** At the start tag of an element, or the value of an attribute. */
  report<Facts>(
    kind: DiagnosticKind<Facts>,
    at: XmlElement | XmlAttribute,
    facts: Facts,
    details: DiagnosticDetails = {},
  ): void {
    if (this.diagnostics.length < mostDiagnostics)
      this.diagnostics.push(diagnose(kind, this.spanOf(at), facts, details));
  }

  spanOf({ start, end }: XmlElement | XmlAttribute): Span {
    return { source: this.source, start, end };
  }

  /** The attribute's text; null when there is none. */
  text(element: XmlElement, name: string): string | null {
    return attributeOf(element, name)?.value ?? null;
  }

  /** A whole number up to `most`; null when there is none, and reported when it is garbled. */
  number(element: XmlElement, name: string, most: number = largest): number | null {
    const parse = (text: string): number | null =>
      /^\d{1,16}$/.test(text) && Number(text) <= most ? Number(text) : null;
    const expected = most === largest ? "a whole number below 2^53" : `a whole number up to ${most}`;
    return this.value(element, name, expected, parse);
  }

  bits(element: XmlElement, name: string): Bits | null {
    return this.value(element, name, "a set such as 0x0000000f", parseBits);
  }

  /** Reads an attribute by a rule that answers null to garbage. */
  value<Value>(
    element: XmlElement,
    name: string,
    expected: string,
    parse: (text: string) => Value | null,
  ): Value | null {
    const attribute = attributeOf(element, name);
    const value = attribute === null ? null : parse(attribute.value);
    if (attribute !== null && value === null) {
      const facts = { element: titleOf(element), attribute: name, text: abridge(attribute.value), expected };
      this.report(importDiagnostics.attributeGarbled, attribute, facts);
    }
    return value;
  }

  /** The same for one that must be there. */
  required<Value>(
    element: XmlElement,
    name: string,
    read: (element: XmlElement, name: string) => Value | null,
  ): Value | null {
    if (attributeOf(element, name) === null)
      this.report(importDiagnostics.attributeMissing, element, { element: titleOf(element), attribute: name });
    return read(element, name);
  }
}

function attributeOf(element: XmlElement, name: string): XmlAttribute | null {
  return element.attributes.find((attribute) => attribute.name === name) ?? null;
}

/** `a Core`, `<cpukind>` */
function titleOf(element: XmlElement): string {
  const type = element.name === "object" ? (attributeOf(element, "type")?.value ?? "") : "";
  if (type === "") return `<${element.name}>`;
  const number = attributeOf(element, "os_index")?.value ?? "";
  return /^\d{1,6}$/.test(number) ? `${abridge(type)} ${number}` : `the ${abridge(type)}`;
}

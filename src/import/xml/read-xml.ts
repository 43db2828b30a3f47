/**
 * Reads XML (Extensible Markup Language 1.0, fifth edition, W3C 2008) as programs write it: elements, attributes, text,
 * comments, processing instructions, CDATA, the five entities every document has and references by number. A document
 * type may be named; one that declares something of its own is refused, so nothing expands. In one pass, without
 * recursion, and within limits: time and memory grow with the text, whatever it holds.
 */
import { importDiagnostics } from "../../diagnostics/catalogue/import.ts";
import { type Diagnostic, diagnose, type Outcome } from "../../diagnostics/diagnostic.ts";
import type { SourceFile } from "../../source/source-file.ts";
import type { XmlAttribute, XmlElement } from "./element.ts";
import { resolveReferences } from "./references.ts";

export interface XmlLimits {
  /** Elements within each other. */
  readonly depth: number;
  /** Elements and attributes together. */
  readonly pieces: number;
  /** Characters of one attribute or one run of text. */
  readonly length: number;
}

export const xmlLimits: XmlLimits = { depth: 200, pieces: 2_000_000, length: 1_000_000 };

/** The root element; null, with one diagnostic at the first fault, when the text is no such XML. */
export function readXml(source: SourceFile, limits: XmlLimits = xmlLimits): Outcome<XmlElement | null> {
  const reader = new XmlReader(source, limits);
  while (reader.step());
  return { product: reader.fault === null ? reader.root : null, diagnostics: reader.fault ?? [] };
}

/** A tag of a program has a dozen; they are searched one by one. */
const mostAttributes = 100;

interface OpenElement extends XmlElement {
  readonly attributes: XmlAttribute[];
  readonly children: XmlElement[];
  text: string;
  end: number;
}

const namePattern = /[A-Za-z_:\u0080-\uffff][\w.:\u0080-\uffff-]*/y;
const spacePattern = /[ \t\r\n]*/y;

class XmlReader {
  root: XmlElement | null = null;
  fault: readonly Diagnostic[] | null = null;
  private at = 0;
  private pieces = 0;
  private readonly open: OpenElement[] = [];
  private readonly source: SourceFile;
  private readonly text: string;
  private readonly limits: XmlLimits;

  constructor(source: SourceFile, limits: XmlLimits) {
    this.source = source;
    this.text = source.text;
    this.limits = limits;
  }

  /** Reads text up to a piece of markup, and that piece; false at the end or after a fault. */
  step(): boolean {
    const { text, at } = this;
    const markup = text.indexOf("<", at);
    const end = markup === -1 ? text.length : markup;
    if (!this.characters(at, end)) return false;
    this.at = end;
    if (markup === -1) return this.finish();
    if (text.startsWith("</", end)) return this.endTag();
    if (text.startsWith("<!--", end)) return this.skip("-->", "a comment");
    if (text.startsWith("<?", end)) return this.skip("?>", "a processing instruction");
    if (text.startsWith("<![CDATA[", end)) return this.characterData();
    if (text.startsWith("<!DOCTYPE", end)) return this.documentType();
    return this.startTag();
  }

  private finish(): boolean {
    const { open, text } = this;
    const last = open.at(-1);
    if (last !== undefined) return this.wrong(text.length, text.length, `the file ends inside <${last.name}>`);
    if (this.root === null) return this.wrong(0, text.length, "the file holds no XML element");
    return false;
  }

  private characters(start: number, end: number): boolean {
    if (start === end) return true;
    const inside = this.open.at(-1);
    if (inside !== undefined) return this.addText(inside, start, end);
    spacePattern.lastIndex = start;
    spacePattern.exec(this.text);
    if (spacePattern.lastIndex === end) return true;
    const what = this.root === null ? "before the first element, so the file is no XML" : "behind the last element";
    return this.wrong(spacePattern.lastIndex, end, `text stands ${what}`);
  }

  private addText(inside: OpenElement, start: number, end: number): boolean {
    if (inside.text.length + end - start > this.limits.length)
      return this.large(start, end, this.limits.length, "characters of text");
    const value = resolveReferences(this.text.slice(start, end));
    if (value === null) return this.wrong(start, end, `<${inside.name}> holds a reference that XML does not know`);
    inside.text += value;
    return true;
  }

  private skip(close: string, what: string): boolean {
    const end = this.text.indexOf(close, this.at);
    if (end === -1) return this.wrong(this.at, this.text.length, `the file ends inside ${what}`);
    this.at = end + close.length;
    return true;
  }

  private characterData(): boolean {
    const start = this.at + "<![CDATA[".length;
    const inside = this.open.at(-1);
    if (inside === undefined) return this.wrong(this.at, start, "text stands outside of any element");
    if (!this.skip("]]>", "CDATA")) return false;
    if (inside.text.length + this.at - start > this.limits.length)
      return this.large(start, this.at, this.limits.length, "characters of text");
    inside.text += this.text.slice(start, this.at - "]]>".length);
    return true;
  }

  private documentType(): boolean {
    const start = this.at;
    if (!this.skip(">", "the document type")) return false;
    if (!this.text.slice(start, this.at).includes("[")) return true;
    return this.refuse(diagnose(importDiagnostics.xmlDeclares, { source: this.source, start, end: this.at }, {}));
  }

  private endTag(): boolean {
    const start = this.at;
    this.at += "</".length;
    const name = this.name();
    this.space();
    const element = this.open.pop();
    if (this.text[this.at] !== ">") return this.wrong(start, this.at, `the end tag </${name} is not closed with >`);
    this.at++;
    if (element?.name === name) return true;
    const opened = element === undefined ? "nothing is open" : `<${element.name}> is open`;
    return this.wrong(start, this.at, `</${name}> ends an element while ${opened}`);
  }

  private startTag(): boolean {
    const start = this.at++;
    const name = this.name();
    if (name === "") return this.wrong(start, this.at, "< begins no tag here");
    const element: OpenElement = { name, attributes: [], children: [], text: "", start, end: start };
    if (!this.place(element) || !this.attributes(element)) return false;
    if (this.text[this.at] === "/") {
      this.at++;
      this.open.pop();
    }
    if (this.text[this.at] !== ">") return this.unclosed(element);
    element.end = ++this.at;
    return true;
  }

  private unclosed({ name, start }: OpenElement): false {
    const { at, text } = this;
    if (at >= text.length) return this.wrong(start, at, `the file ends inside the tag <${name}`);
    return this.wrong(at, at + 1, `the tag <${name} is not closed with >`);
  }

  private place(element: OpenElement): boolean {
    const inside = this.open.at(-1);
    const { start } = element;
    if (inside === undefined && this.root !== null) return this.wrong(start, this.at, "a second root element begins");
    if (this.open.length >= this.limits.depth)
      return this.large(start, this.at, this.limits.depth, "elements within each other");
    this.open.push(element);
    inside?.children.push(element);
    this.root ??= element;
    return this.count(start);
  }

  /** All attributes of a tag, up to what is none. */
  private attributes(element: OpenElement): boolean {
    for (;;) {
      const spaced = this.space();
      const start = this.at;
      const name = this.name();
      if (name === "") return true;
      if (!spaced) return this.wrong(start, this.at, `no space stands before the attribute ${name}`);
      const attribute = this.attribute(element, name, start);
      if (attribute === null || !this.count(start)) return false;
      element.attributes.push(attribute);
    }
  }

  private attribute(element: OpenElement, name: string, start: number): XmlAttribute | null {
    const what = `the attribute ${name} of <${element.name}>`;
    if (element.attributes.length >= mostAttributes)
      return this.large(start, this.at, mostAttributes, "attributes in one tag") || null;
    if (element.attributes.some((other) => other.name === name))
      return this.wrong(start, this.at, `${what} stands there twice`) || null;
    this.space();
    const hasValue = this.text[this.at] === "=";
    if (hasValue) this.at++;
    this.space();
    const quote = this.text[this.at] ?? "";
    if (!hasValue || (quote !== '"' && quote !== "'"))
      return this.wrong(start, this.at, `${what} has no value in quotes`) || null;
    return this.value(name, what, quote);
  }

  private value(name: string, what: string, quote: string): XmlAttribute | null {
    const start = this.at + 1;
    const end = this.text.indexOf(quote, start);
    if (end === -1) return this.wrong(start - 1, this.text.length, `the file ends inside the value of ${name}`) || null;
    this.at = end + 1;
    if (end - start > this.limits.length)
      return this.large(start, end, this.limits.length, "characters in one attribute") || null;
    const raw = this.text.slice(start, end);
    const value = raw.includes("<") ? null : resolveReferences(raw);
    if (value !== null) return { name, value, start, end };
    const holds = raw.includes("<") ? "a <" : "a reference that XML does not know";
    return this.wrong(start, end, `${what} holds ${holds}`) || null;
  }

  /** Empty when none stands here. */
  private name(): string {
    namePattern.lastIndex = this.at;
    const name = namePattern.exec(this.text)?.[0] ?? "";
    this.at += name.length;
    return name;
  }

  /** Whether there was some. */
  private space(): boolean {
    const start = this.at;
    spacePattern.lastIndex = start;
    spacePattern.exec(this.text);
    this.at = spacePattern.lastIndex;
    return this.at > start;
  }

  private count(start: number): boolean {
    this.pieces++;
    return (
      this.pieces <= this.limits.pieces || this.large(start, this.at, this.limits.pieces, "elements and attributes")
    );
  }

  private large(start: number, end: number, limit: number, what: string): false {
    return this.refuse(
      diagnose(importDiagnostics.xmlTooLarge, { source: this.source, start, end }, { what: `${limit} ${what}` }),
    );
  }

  private wrong(start: number, end: number, what: string): false {
    return this.refuse(diagnose(importDiagnostics.xmlMalformed, { source: this.source, start, end }, { what }));
  }

  private refuse(fault: Diagnostic): false {
    this.fault = [fault];
    return false;
  }
}

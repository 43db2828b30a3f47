import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import type { XmlElement } from "../../../src/import/xml/element.ts";
import { readXml } from "../../../src/import/xml/read-xml.ts";
import { placeOf } from "../../../src/source/source-file.ts";

const read = (text: string) => readXml({ path: "a.xml", text });

function plain({ name, attributes, children, text }: XmlElement): unknown {
  return [name, Object.fromEntries(attributes.map((each) => [each.name, each.value])), text, ...children.map(plain)];
}

function fault(text: string): string {
  const { product, diagnostics } = read(text);
  expect(product).toBeNull();
  expect(diagnostics).toHaveLength(1);
  return diagnostics.map(({ span, code, message }) => `${placeOf(span)} ${code} ${message}`).join();
}

test("reads elements, attributes, text, comments, CDATA and references, and where they stand", () => {
  const text = `<?xml version="1.0"?>\n<!DOCTYPE a SYSTEM "a.dtd">\n<!-- <b> --><a x = '1' y="&lt;&#65;&#x42;">\n<b/>t&amp;<![CDATA[<&]]></a>\n`;
  const { product, diagnostics } = read(text);
  expect(diagnostics).toEqual([]);
  expect(product && plain(product)).toEqual(["a", { x: "1", y: "<AB" }, "\nt&<&", ["b", {}, ""]]);
  const [, y] = product?.attributes ?? [];
  expect(text.slice(y?.start, y?.end)).toBe("&lt;&#65;&#x42;");
  expect(text.slice(product?.start, product?.end)).toBe(`<a x = '1' y="&lt;&#65;&#x42;">`);
});

describe("refuses, with the place,", () => {
  test.each([
    ["", "a.xml:1:1 SK7101 the file holds no XML element"],
    ["hello", "a.xml:1:1 SK7101 text stands before the first element, so the file is no XML"],
    ["<a>\n <b x='1'", "a.xml:2:2 SK7101 the file ends inside the tag <b"],
    ["<a>\n <b x='1", "a.xml:2:7 SK7101 the file ends inside the value of x"],
    ["<a><b></a>", "a.xml:1:7 SK7101 </a> ends an element while <b> is open"],
    ["<a>", "a.xml:1:4 SK7101 the file ends inside <a>"],
    ["<a/></a>", "a.xml:1:5 SK7101 </a> ends an element while nothing is open"],
    ["<a/><b/>", "a.xml:1:5 SK7101 a second root element begins"],
    ["<a/>x", "a.xml:1:5 SK7101 text stands behind the last element"],
    ["<a x=1/>", "a.xml:1:4 SK7101 the attribute x of <a> has no value in quotes"],
    ["<a x/>", "a.xml:1:4 SK7101 the attribute x of <a> has no value in quotes"],
    ["<a x='1' x='1'/>", "a.xml:1:10 SK7101 the attribute x of <a> stands there twice"],
    ["<a x='1'y='1'/>", "a.xml:1:9 SK7101 no space stands before the attribute y"],
    ["<a x='<'/>", "a.xml:1:7 SK7101 the attribute x of <a> holds a <"],
    ["<a x='&lol;'/>", "a.xml:1:7 SK7101 the attribute x of <a> holds a reference that XML does not know"],
    ["<a>&#0;</a>", "a.xml:1:4 SK7101 <a> holds a reference that XML does not know"],
    ["<a>& b</a>", "a.xml:1:4 SK7101 <a> holds a reference that XML does not know"],
    ["<a><!-- </a>", "a.xml:1:4 SK7101 the file ends inside a comment"],
    ["<a><1/></a>", "a.xml:1:4 SK7101 < begins no tag here"],
    ["<a></a", "a.xml:1:4 SK7101 the end tag </a is not closed with >"],
    [
      '<!DOCTYPE a [<!ENTITY lol "lol">]><a/>',
      "a.xml:1:1 SK7102 the document type declares something of its own, which is refused",
    ],
  ])("%j", (text, expected) => expect(fault(text)).toBe(expected));

  test("what is too deep, too long or too much", () => {
    expect(fault("<a>".repeat(100_000))).toContain("SK7103 there are more than 200 elements within each other");
    expect(fault(`<a x="${"1".repeat(1_000_001)}"/>`)).toContain("more than 1000000 characters in one attribute");
    expect(fault(`<a>${"1".repeat(1_000_001)}</a>`)).toContain("more than 1000000 characters of text");
    const many = Array.from({ length: 200 }, (_, index) => `a${index}="1"`).join(" ");
    expect(fault(`<a ${many}/>`)).toContain("more than 100 attributes in one tag");
    const { diagnostics } = readXml(
      { path: "a.xml", text: `<a>${"<b/>".repeat(1000)}</a>` },
      { depth: 9, pieces: 500, length: 9 },
    );
    expect(diagnostics.map(({ message }) => message)).toEqual([
      "there are more than 500 elements and attributes, which no description of a machine needs",
    ]);
  });
});

// ───────────────────────────── laws ─────────────────────────────

const name = fc.stringMatching(/^[A-Za-z_][\w.-]{0,6}$/);
const content = fc.string({ maxLength: 12, unit: fc.constantFrom("a", "<", "&", '"', "'", ">", "é", "]", " ") });
type Tree = readonly [string, Readonly<Record<string, string>>, string, ...unknown[]];
const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc
    .tuple(
      name,
      fc.array(fc.tuple(name, content), { maxLength: 3 }),
      content,
      fc.oneof({ maxDepth: 3 }, fc.constant([]), fc.array(tie("tree"), { maxLength: 3 })),
    )
    .map(([tag, attributes, text, children]): Tree => [tag, Object.fromEntries(attributes), text, ...children]),
}));

function print([tag, attributes, text, ...children]: Tree): string {
  const escaped = (value: string) =>
    value.replace(/[<&"]/g, (character) => ({ "<": "&lt;", "&": "&#38;", '"': "&quot;" })[character] ?? "");
  const inside = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(value)}"`);
  return `<${tag}${inside.join("")}>${escaped(text)}${children.map((child) => print(child as Tree)).join("")}</${tag}>`;
}

property.prop([tree])("what is written is read", (written) => {
  const { product } = read(print(written));
  expect(product && plain(product)).toEqual(written);
});

property.prop([fc.string({ unit: fc.constantFrom(..."<>/!?[]-=&;'\" \nab#x1", "<a", "</a>", "<!--", "-->") })])(
  "whatever is written, the answer is an element or one diagnostic within the text",
  (text) => {
    const { product, diagnostics } = read(text);
    expect(diagnostics.length).toBe(product === null ? 1 : 0);
    for (const { span } of diagnostics) {
      expect(span.start).toBeLessThanOrEqual(span.end);
      expect(span.end).toBeLessThanOrEqual(text.length);
    }
  },
);

property.prop([tree, fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })])(
  "what is cut off before its end is refused",
  (written, share) => {
    const text = print(written);
    expect(fault(text.slice(0, Math.floor(share * text.length)))).toContain("SK7101");
  },
);

test("entities that would expand a thousand million times are refused where they are declared", () => {
  const levels = Array.from({ length: 9 }, (_, level) => `<!ENTITY l${level + 1} "${`&l${level};`.repeat(10)}">`);
  const bomb = `<!DOCTYPE topology [<!ENTITY l0 "lol">${levels.join("")}]><topology version="2.0">&l9;</topology>`;
  expect(fault(bomb)).toContain("SK7102");
  expect(fault(`<!DOCTYPE topology SYSTEM "hwloc2.dtd"><topology version="2.0">&l9;</topology>`)).toContain("SK7101");
});

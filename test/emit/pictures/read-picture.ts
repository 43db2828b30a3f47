import type { Rectangle } from "../../../src/emit/pictures/geometry.ts";

/** An element of an SVG that the emitter printed, and where it stands. */
export interface Shown {
  readonly tag: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly text: string;
  readonly parent: Shown | null;
  readonly children: Shown[];
}

/** Reads elements, attributes and text of well-formed XML; throws when tags don't match. */
export function readPicture(svg: string): Shown {
  const root: Shown = { tag: "", attributes: new Map(), text: "", parent: null, children: [] };
  let open = root;
  for (const [, end, tag = "", attributes = "", empty, text = ""] of svg.matchAll(
    /<(\/?)([\w-]+)((?: [\w:-]+="[^"]*")*)(\/?)>([^<]*)/g,
  )) {
    if (end === "/") {
      if (open.tag !== tag || open.parent === null) throw new Error(`</${tag}> closes <${open.tag}>`);
      open = open.parent;
      continue;
    }
    const values = new Map(
      [...attributes.matchAll(/([\w:-]+)="([^"]*)"/g)].map(([, name = "", value = ""]) => [name, value]),
    );
    const shown = { tag, attributes: values, text: text.trim(), parent: open, children: [] };
    open.children.push(shown);
    if (empty !== "/") open = shown;
  }
  if (open !== root) throw new Error(`<${open.tag}> is not closed`);
  const [picture] = root.children;
  if (picture === undefined) throw new Error("empty");
  return picture;
}

/** What a group says that it shows; empty where it says nothing. */
export function titleOf({ children: [first] }: Shown): string {
  return first?.tag === "title" ? first.text : "";
}

export function descendants(shown: Shown): readonly Shown[] {
  return shown.children.flatMap((child) => [child, ...descendants(child)]);
}

export function hasClass(shown: Shown, name: string): boolean {
  return (shown.attributes.get("class") ?? "").split(" ").includes(name);
}

export function number(shown: Shown, name: string): number {
  return Number(shown.attributes.get(name));
}

/** Of a group: its frame. */
export function frameOf(shown: Shown): Rectangle {
  const frame = shown.children.find(({ tag }) => tag === "rect");
  if (frame === undefined) throw new Error(`${titleOf(shown)} has no frame`);
  return {
    x: number(frame, "x"),
    y: number(frame, "y"),
    width: number(frame, "width"),
    height: number(frame, "height"),
  };
}

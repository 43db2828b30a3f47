/** All that is known of what is chosen: tables, and ways to whatever they name. */
import type { ViewData } from "../emit/view/view-data.ts";
import { describeCore } from "./details-of-core.ts";
import { describeLink } from "./details-of-link.ts";
import { describeMachine, describeProgram, describeState } from "./details-of-system.ts";
import { make } from "./dom.ts";
import type { ItemName, Items } from "./items.ts";
import { describeFacts, describeSpace, type Section, type Teller } from "./sections.ts";

export interface Details {
  readonly element: HTMLElement;
  /** Moves the focus to the heading. */
  focus(): void;
}

export function makeDetails(teller: Teller, items: Items): Details {
  const heading = make("h2", { id: "details-title", tabindex: -1 });
  const role = make("p", { class: "role" });
  const body = make("div", { class: "body" });
  const element = make("aside", { id: "details", "aria-labelledby": "details-title" }, role, heading, body);
  const refresh = (isOther: boolean): void => {
    const name = teller.store.shown.selected ?? "part 0";
    const item = items.get(name);
    if (item === undefined) return;
    role.textContent = item.kind === "part" && item.index === 0 ? "machine" : item.role;
    heading.textContent = item.title;
    const kept = isOther ? keepFocus(body, heading) : keepState(body);
    body.replaceChildren(...sectionsOf(name, teller).map(makeSection));
    kept();
  };
  teller.store.watch((now, before) => {
    const isOther = now.selected !== before.selected;
    if (isOther || now.live !== before.live || now.distancesFrom !== before.distancesFrom) refresh(isOther);
    if (isOther) element.scrollTop = 0;
  });
  refresh(true);
  return { element, focus: () => heading.focus() };
}

/** Who has gone on to something else from here reads on at its heading. */
function keepFocus(body: HTMLElement, heading: HTMLElement): () => void {
  return body.contains(document.activeElement) ? () => heading.focus() : () => {};
}

/** Live data comes every second: what had the focus has it again, and what was scrolled stays so. */
function keepState(body: HTMLElement): () => void {
  const focused = body.contains(document.activeElement) ? document.activeElement?.getAttribute("data-key") : null;
  const text = body.querySelector<HTMLInputElement>("input")?.value;
  const closed = [...body.querySelectorAll<HTMLDetailsElement>("details:not([open])")].map(({ id }) => id);
  const opened = [...body.querySelectorAll<HTMLDetailsElement>("details[open]")].map(({ id }) => id);
  const scrolled = new Map([...body.querySelectorAll(".scroll")].map((box) => [box.ariaLabel, box.scrollTop]));
  return () => {
    for (const id of opened) body.querySelector(`#${id}`)?.setAttribute("open", "");
    for (const id of closed) body.querySelector(`#${id}`)?.removeAttribute("open");
    for (const box of body.querySelectorAll(".scroll")) box.scrollTop = scrolled.get(box.ariaLabel) ?? 0;
    const input = body.querySelector<HTMLInputElement>("input");
    if (input !== null && text !== undefined && text !== "") {
      input.value = text;
      input.dispatchEvent(new Event("input"));
    }
    if (typeof focused === "string") {
      [...body.querySelectorAll<HTMLElement>("[data-key]")].find((each) => each.dataset["key"] === focused)?.focus();
    }
  };
}

function makeSection({ key, title, content, isClosed }: Section): HTMLElement {
  const summary = make("summary", { "data-key": `section ${key}` }, make("h3", {}, title));
  return make("details", { id: `section-${key}`, open: isClosed !== true }, summary, ...content);
}

function sectionsOf(name: ItemName, teller: Teller): readonly Section[] {
  const { data } = teller;
  const [kind, text] = name.split(" ");
  const index = Number(text);
  switch (kind) {
    case "core":
      return describeCore(index, teller);
    case "link":
      return describeLink(index, teller);
    case "program":
      return describeProgram(index, teller);
    case "state":
      return describeState(index, teller);
    case "part":
      return index === 0 ? describeMachine(teller) : describePart(index, teller);
    case "bar":
      return describeFacts(data, data.bars[index]?.facts);
    default:
      return describeDevice(index, data);
  }
}

function describePart(part: number, teller: Teller): readonly Section[] {
  const { data } = teller;
  const cores = data.cores.flatMap((core, index) => (core.part === part ? [index] : []));
  const links = [...teller.linksAt(`part ${part}`)];
  return [
    ...describeFacts(data, data.parts[part]?.facts),
    ...teller.list(
      "cores",
      "Cores",
      cores.map((core) => `core ${core}` as const),
    ),
    ...teller.list(
      "links",
      "Links",
      links.map((link) => `link ${link}` as const),
    ),
  ];
}

function describeDevice(device: number, data: ViewData): readonly Section[] {
  const { facts, view } = data.devices[device] ?? {};
  return [...describeFacts(data, facts), ...describeSpace(data, view ?? null)];
}

/** All of the machine as a tree, for keyboards and screen readers: after the ARIA Authoring Practices Guide (Tree View). */
import type { ViewData } from "../emit/view/view-data.ts";
import { make } from "./dom.ts";
import type { Item, ItemName, Items } from "./items.ts";

/** Longer lists are shown in bunches of so many. */
const bunch = 100;

interface Branch {
  readonly label: string;
  readonly about: string;
  readonly item: ItemName | null;
  /** Made when it is opened. */
  readonly children: () => readonly Branch[];
  readonly hasChildren: boolean;
}

export function makeOutline(data: ViewData, items: Items, choose: (item: ItemName) => void): HTMLElement {
  const tree = make("ul", { role: "tree", "aria-label": "All of the machine", id: "outline-tree" });
  const branches = rootsOf(data, items);
  tree.append(...makeBranches(branches, 1, choose));
  const first = tree.querySelector<HTMLElement>("[role=treeitem]");
  if (first !== null) {
    first.tabIndex = 0;
    if (branches.length > 0 && first.getAttribute("aria-expanded") === "false") toggle(first);
  }
  tree.addEventListener("keydown", (event) => press(event, tree));
  return tree;
}

function rootsOf(data: ViewData, items: Items): readonly Branch[] {
  const of = (kind: Item["kind"]): readonly Item[] => [...items.values()].filter((item) => item.kind === kind);
  const isHeldBy = gatherChildren(data);
  const partBranch = (item: Item): Branch => {
    const inside = isHeldBy.get(item.index) ?? [];
    const children = (): readonly Branch[] =>
      inBunches(
        inside.flatMap((name) => {
          const inner = items.get(name);
          if (inner === undefined) return [];
          return [inner.kind === "part" ? partBranch(inner) : leaf(inner)];
        }),
      );
    return {
      label: lastStep(item.title),
      about: item.about,
      item: item.name,
      children,
      hasChildren: inside.length > 0,
    };
  };
  const [machine] = of("part");
  const groups: readonly (readonly [string, readonly Item[]])[] = [
    ["Links", of("link")],
    ["Services and clients", of("program")],
    ["Replicated state", of("state")],
  ];
  return [
    ...(machine === undefined ? [] : [{ ...partBranch(machine), label: machine.title }]),
    ...groups.flatMap(([label, list]): readonly Branch[] => {
      if (list.length === 0) return [];
      return [
        { label, about: `${list.length}`, item: null, hasChildren: true, children: () => inBunches(list.map(leaf)) },
      ];
    }),
  ];
}

function gatherChildren(data: ViewData): ReadonlyMap<number, readonly ItemName[]> {
  const held = new Map<number, ItemName[]>();
  const hold = (part: number | null, name: ItemName): void => {
    if (part === null) return;
    const known = held.get(part);
    if (known === undefined) held.set(part, [name]);
    else known.push(name);
  };
  for (const [index, { parent }] of data.parts.entries()) hold(parent, `part ${index}`);
  for (const [index, { part }] of data.cores.entries()) hold(part, `core ${index}`);
  for (const [index, { part }] of data.bars.entries()) hold(part, `bar ${index}`);
  for (const [index, { part }] of data.devices.entries()) hold(part, `device ${index}`);
  return held;
}

function leaf(item: Item): Branch {
  const label = item.role === "coherence" ? item.role : item.kind === "link" ? item.title : lastStep(item.title);
  return { label, about: item.about, item: item.name, hasChildren: false, children: () => [] };
}

function inBunches(branches: readonly Branch[]): readonly Branch[] {
  if (branches.length <= bunch * 1.5) return branches;
  return Array.from({ length: Math.ceil(branches.length / bunch) }, (_, index): Branch => {
    const members = branches.slice(index * bunch, (index + 1) * bunch);
    const label = `${members[0]?.label} … ${members.at(-1)?.label}`;
    return { label, about: `${members.length}`, item: null, hasChildren: true, children: () => members };
  });
}

function makeBranches(branches: readonly Branch[], level: number, choose: (item: ItemName) => void): HTMLElement[] {
  return branches.map((branch, index) => {
    const element = make(
      "li",
      {
        ...{ role: "treeitem", tabindex: -1, "aria-level": level },
        ...{ "aria-setsize": branches.length, "aria-posinset": index + 1 },
        ...(branch.hasChildren ? { "aria-expanded": "false" } : {}),
        ...(branch.item === null ? {} : { "data-item": branch.item }),
      },
      make(
        "span",
        { class: "row" },
        make("span", { class: "twist", "aria-hidden": "true" }),
        make("span", { class: "title" }, branch.label),
        make("span", { class: "about" }, branch.about),
      ),
    );
    element.addEventListener("open-branch", (event) => {
      event.stopPropagation();
      if (element.querySelector(":scope > ul") !== null) return;
      element.append(make("ul", { role: "group" }, ...makeBranches(branch.children(), level + 1, choose)));
    });
    const act = (): void => (branch.item === null ? toggle(element) : choose(branch.item));
    element.addEventListener("choose-branch", (event) => {
      event.stopPropagation();
      act();
    });
    element.querySelector(".row")?.addEventListener("click", (event) => {
      focusOn(element);
      if (event.target instanceof Element && event.target.classList.contains("twist")) toggle(element);
      else act();
    });
    return element;
  });
}

function toggle(element: HTMLElement, isOpen = element.getAttribute("aria-expanded") === "false"): void {
  if (!element.hasAttribute("aria-expanded")) return;
  if (isOpen) element.dispatchEvent(new Event("open-branch"));
  element.setAttribute("aria-expanded", String(isOpen));
}

function focusOn(element: HTMLElement | null | undefined): void {
  if (element === null || element === undefined) return;
  const tree = element.closest("[role=tree]");
  for (const other of tree?.querySelectorAll<HTMLElement>("[role=treeitem][tabindex='0']") ?? []) other.tabIndex = -1;
  element.tabIndex = 0;
  element.focus();
}

function press(event: KeyboardEvent, tree: HTMLElement): void {
  const here = event.target;
  if (!(here instanceof HTMLElement) || event.altKey || event.ctrlKey || event.metaKey) return;
  const act = actionOf(event.key, here, visibleIn(tree));
  if (act === null) return;
  event.preventDefault();
  act();
}

function actionOf(key: string, here: HTMLElement, visible: readonly HTMLElement[]): (() => void) | null {
  const place = visible.indexOf(here);
  const isOpen = here.getAttribute("aria-expanded") === "true";
  switch (key) {
    case "ArrowDown":
      return () => focusOn(visible[place + 1]);
    case "ArrowUp":
      return () => focusOn(visible[place - 1]);
    case "Home":
      return () => focusOn(visible[0]);
    case "End":
      return () => focusOn(visible.at(-1));
    case "ArrowRight":
      return () => (isOpen ? focusOn(visible[place + 1]) : toggle(here, true));
    case "ArrowLeft":
      return () =>
        isOpen ? toggle(here, false) : focusOn(here.parentElement?.closest<HTMLElement>("[role=treeitem]"));
    case "Enter":
    case " ":
      return () => here.dispatchEvent(new Event("choose-branch"));
    default:
      return key.length === 1 && key !== "/" ? () => focusOn(findByLetter(key, place, visible)) : null;
  }
}

function visibleIn(tree: HTMLElement): readonly HTMLElement[] {
  const all = [...tree.querySelectorAll<HTMLElement>("[role=treeitem]")];
  return all.filter((element) => element.parentElement?.closest("[aria-expanded=false]") === null);
}

function findByLetter(letter: string, place: number, visible: readonly HTMLElement[]): HTMLElement | undefined {
  const rest = [...visible.slice(place + 1), ...visible.slice(0, place + 1)];
  return rest.find((element) => {
    const title = element.querySelector(".title")?.textContent ?? "";
    return title.toLowerCase().startsWith(letter.toLowerCase());
  });
}

function lastStep(path: string): string {
  return path.slice(path.lastIndexOf(".") + 1);
}

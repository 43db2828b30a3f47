/** The page of `skerry view`: builds itself from the plan's data that stands in it. */
import type { ViewData } from "../emit/view/view-data.ts";
import { makeDetails } from "./details.ts";
import { button, make, makeAnnouncer } from "./dom.ts";
import { describeItem, type ItemName, listItems, programsByCore } from "./items.ts";
import { makeLegend } from "./legend.ts";
import { makeLiveSwitch } from "./live.ts";
import { MachineMap } from "./map.ts";
import { makeOutline } from "./outline.ts";
import { buildScene } from "./scene.ts";
import { makeSearchBox } from "./search-box.ts";
import { makeTeller } from "./sections.ts";
import { createStore } from "./shown.ts";
import { Ways } from "./ways.ts";

const help =
  "Arrow keys go from core to core, Enter tells all of it, Escape lets go. Plus, minus and 0 zoom, Shift with an arrow key moves the picture, / searches.";

function buildPage(data: ViewData): void {
  const store = createStore();
  const items = listItems(data);
  const scene = buildScene(data);
  const ways = new Ways(data);
  const polite = makeAnnouncer("status");
  const urgent = makeAnnouncer("alert");
  const choose = (item: ItemName | null): void => {
    store.change({ selected: item, way: null, ...(item === null ? { distancesFrom: null } : {}) });
    const chosen = item === null ? undefined : items.get(item);
    polite.say(chosen === undefined ? "nothing is chosen" : describeItem(chosen));
  };
  const show = (item: ItemName): void => {
    choose(item);
    map.show(item);
  };
  const teller = makeTeller({ data, store, ways, linksAt: scene.linksAt, choose: show }, items);
  const details = makeDetails(teller, items);
  const map = new MachineMap({
    scene,
    store,
    ways,
    programs: programsByCore(data),
    choose,
    open: () => details.focus(),
  });
  const search = makeSearchBox(items, (item) => {
    show(item);
    map.element.focus();
  });
  const outline = make("nav", { id: "outline", "aria-label": "Outline" }, makeOutline(data, items, show));
  const isLive = document.documentElement.hasAttribute("data-live");
  const head = make(
    "header",
    {},
    make("h1", {}, data.name),
    make("p", { class: "summary" }, data.summary),
    search.element,
    ...(isLive ? [makeLiveSwitch(data, store, urgent)] : []),
    makePanelButtons(),
  );
  const zoom = make(
    "div",
    { class: "zoom", role: "group", "aria-label": "Zoom" },
    button("+", () => map.zoomIn(), { "aria-label": "Zoom in" }),
    button("−", () => map.zoomOut(), { "aria-label": "Zoom out" }),
    button("⤢", () => map.fit(), { "aria-label": "Show all" }),
  );
  const stage = make(
    "main",
    {},
    map.element,
    zoom,
    makeLegend(data, store),
    make("p", { id: "map-help", class: "hidden" }, help),
  );
  document.body.append(head, outline, stage, details.element, polite.element, urgent.element);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.target instanceof HTMLInputElement) return;
    event.preventDefault();
    search.focus();
  });
}

/** Where there is little room, outline and details are out of the way until they are wanted. */
function makePanelButtons(): HTMLElement {
  const toggle = (panel: string, label: string): HTMLButtonElement => {
    const control = button(
      label,
      () => {
        const isShown = document.body.dataset["panel"] === panel;
        document.body.dataset["panel"] = isShown ? "" : panel;
        for (const other of document.querySelectorAll(".panels button")) other.setAttribute("aria-expanded", "false");
        control.setAttribute("aria-expanded", String(!isShown));
      },
      { "aria-controls": panel, "aria-expanded": "false" },
    );
    return control;
  };
  return make("div", { class: "panels" }, toggle("outline", "Outline"), toggle("details", "Details"));
}

const text = document.getElementById("plan")?.textContent;
// What the emitter wrote, of the version that this code came with.
if (typeof text === "string") buildPage(JSON.parse(text));

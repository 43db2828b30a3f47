/** Search: a combobox with a list, after the pattern of the ARIA Authoring Practices Guide (Combobox, list autocomplete). */
import { make } from "./dom.ts";
import { findItems } from "./find-items.ts";
import type { Item, ItemName, Items } from "./items.ts";

export interface SearchBox {
  readonly element: HTMLElement;
  focus(): void;
}

export function makeSearchBox(items: Items, choose: (item: ItemName) => void): SearchBox {
  const input = make("input", {
    ...{ type: "search", id: "search", role: "combobox", autocomplete: "off", spellcheck: "false" },
    ...{ "aria-expanded": "false", "aria-controls": "found", "aria-autocomplete": "list" },
    ...{ "aria-label": "Search cores, services, links and devices", placeholder: "Search (press /)" },
  });
  const list = make("ul", { id: "found", role: "listbox", "aria-label": "What was found", hidden: true });
  const count = make("div", { class: "hidden", role: "status" });
  let found: readonly Item[] = [];
  let active = -1;

  const activate = (index: number): void => {
    active = index;
    for (const [place, option] of [...list.querySelectorAll("[role=option]")].entries()) {
      option.setAttribute("aria-selected", String(place === index));
      if (place === index) option.scrollIntoView({ block: "nearest" });
    }
    if (index === -1) input.removeAttribute("aria-activedescendant");
    else input.setAttribute("aria-activedescendant", `found-${index}`);
  };
  const close = (): void => {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    activate(-1);
  };
  const take = (index: number): void => {
    const item = found[index];
    if (item === undefined) return;
    close();
    input.value = item.title;
    choose(item.name);
  };
  const refresh = (): void => {
    const result = findItems(items.values(), input.value);
    found = result.items;
    list.replaceChildren(...found.map((item, index) => makeOption(item, index, () => take(index))));
    const isEmpty = input.value.trim() === "";
    if (found.length === 0 && !isEmpty)
      list.append(make("li", { class: "none", role: "presentation" }, "Nothing has that name."));
    if (result.count > found.length)
      list.append(make("li", { class: "none", role: "presentation" }, `and ${result.count - found.length} more`));
    count.textContent = isEmpty ? "" : `${result.count} found`;
    list.hidden = isEmpty;
    input.setAttribute("aria-expanded", String(!isEmpty));
    activate(found.length > 0 ? 0 : -1);
  };

  input.addEventListener("input", refresh);
  input.addEventListener("focus", () => input.select());
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    const last = found.length - 1;
    if (event.key === "ArrowDown") {
      if (list.hidden) refresh();
      else activate(active >= last ? 0 : active + 1);
    } else if (event.key === "ArrowUp") activate(active <= 0 ? last : active - 1);
    else if (event.key === "Enter") take(active);
    else if (event.key === "Escape") {
      if (list.hidden) input.value = "";
      close();
    } else return;
    event.preventDefault();
  });
  const element = make("div", { class: "search", role: "search" }, input, list, count);
  return { element, focus: () => input.focus() };
}

function makeOption(item: Item, index: number, take: () => void): HTMLElement {
  const option = make(
    "li",
    { id: `found-${index}`, role: "option", "aria-selected": "false" },
    make("span", { class: "title" }, item.title),
    make("span", { class: "about" }, `${item.role}${item.about === "" ? "" : ` · ${item.about}`}`),
  );
  // Before the field loses its focus, which closes the list.
  option.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    take();
  });
  return option;
}

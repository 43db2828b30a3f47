/** Elements from names, attributes and children. Text stays text: nothing here, or anywhere, reads markup. */
type Child = Node | string | null;
type Attributes = Readonly<Record<string, string | number | boolean>>;

export function make<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== false) element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children.filter((child) => child !== null));
  return element;
}

export function button(label: string, onPress: () => void, attributes: Attributes = {}): HTMLButtonElement {
  const element = make("button", { type: "button", ...attributes }, label);
  element.addEventListener("click", onPress);
  return element;
}

/** A table with a caption for those who do not see where it stands. */
export function table(caption: string, heads: readonly string[], rows: readonly (readonly Child[])[]): HTMLElement {
  const head = make("tr", {}, ...heads.map((text) => make("th", { scope: "col" }, text)));
  const body = rows.map((cells) => make("tr", {}, ...cells.map((cell) => make("td", {}, cell))));
  const whole = make(
    "table",
    {},
    make("caption", { class: "hidden" }, caption),
    make("thead", {}, head),
    make("tbody", {}, ...body),
  );
  return make("div", { class: "scroll", tabindex: 0, role: "group", "aria-label": caption }, whole);
}

/** Said to those who listen, at once or when there is a pause. */
export interface Announcer {
  say(text: string): void;
  readonly element: HTMLElement;
}

export function makeAnnouncer(role: "status" | "alert"): Announcer {
  const element = make("div", { class: "hidden", role, "aria-live": role === "alert" ? "assertive" : "polite" });
  return {
    element,
    say: (text) => {
      element.textContent = text;
    },
  };
}

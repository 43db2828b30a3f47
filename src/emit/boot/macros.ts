/** `FRAME_CLOCK` of `frameClock`, `P_1_UART` of `p[1].uart`. */
export function macroName(name: string): string {
  return name
    .replaceAll(/([a-z\d])([A-Z])/g, "$1_$2")
    .replaceAll(/\W+/g, "_")
    .replace(/_$/, "")
    .toUpperCase();
}

/** The macros of a header, none of which is defined twice: names that differ only in how they are written are counted. */
export class Macros {
  readonly #lines: string[] = [];
  readonly #taken = new Set<string>();

  get lines(): readonly string[] {
    return this.#lines;
  }

  /** Values by what comes behind the name; all get the same name. */
  define(name: string, values: Readonly<Record<string, string>>): void {
    const wish = macroName(name);
    const endings = Object.keys(values);
    let free = wish;
    for (let count = 2; endings.some((ending) => this.#taken.has(free + ending)); count++) free = `${wish}_${count}`;
    for (const [ending, value] of Object.entries(values)) {
      this.#taken.add(free + ending);
      this.#lines.push(`#define ${free}${ending} ${value}`);
    }
  }
}

/** Names of nodes and labels, each once. */
export class Names {
  readonly #taken = new Set<string>();

  /** `p[1].cpu[0]` becomes `p-1-cpu-0`, or the same with a number behind it where there is that already. */
  node(path: string): string {
    return this.#once(path.replaceAll(/[^A-Za-z\d_]+/g, "-").replaceAll(/^-|-$/g, ""), "-");
  }

  /** `p[1].cpu[0]` becomes `p_1_cpu_0`. */
  label(path: string): string {
    return this.#once(path.replaceAll(/\W+/g, "_").replaceAll(/^_|_$/g, ""), "_");
  }

  #once(wish: string, joint: string): string {
    let name = wish;
    for (let count = 2; this.#taken.has(name); count++) name = `${wish}${joint}${count}`;
    this.#taken.add(name);
    return name;
  }
}

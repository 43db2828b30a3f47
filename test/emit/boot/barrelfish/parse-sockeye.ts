/**
 * What Sockeye 2 makes of a file with one module: names and types of nodes, what they accept and where they map. Throws where the
 * text is none, a name is there twice, or a block does not lie in its node.
 */
export type Range = readonly [bigint, bigint];

export interface SockeyeNode {
  readonly domain: string;
  readonly type: readonly Range[];
  readonly accepts: (readonly Range[])[];
  readonly maps: { readonly from: readonly Range[]; readonly to: string; readonly at: readonly Range[] }[];
  overlays: string | null;
}

export function parseSockeye(text: string): ReadonlyMap<string, SockeyeNode> {
  const tokens = text.match(/0x[\da-f]+|\d+|[A-Za-z]\w*|[[\](){};,]|\S/g) ?? [];
  let place = 0;
  const next = (): string => tokens[place++] ?? "";
  const expect = (token: string): void => {
    const found = next();
    if (found !== token)
      throw new Error(`${token} expected, ${found} found, before ${tokens.slice(place, place + 6).join(" ")}`);
  };
  const takes = (token: string): boolean => {
    if (tokens[place] !== token) return false;
    place++;
    return true;
  };
  const number = (): bigint => {
    const token = next();
    if (!/^(0x[\da-f]+|\d+)$/.test(token)) throw new Error(`${token} is no number`);
    return BigInt(token);
  };
  const type = (): Range[] => {
    expect("(");
    const ranges: Range[] = [];
    do {
      const from = number();
      expect("to");
      ranges.push([from, number()]);
    } while (takes(";"));
    expect(")");
    return ranges;
  };
  const list = (item: () => void): void => {
    expect("[");
    do item();
    while (takes(";"));
    expect("]");
  };
  const nodes = new Map<string, SockeyeNode>();
  const known = (name: string): SockeyeNode => {
    const node = nodes.get(name);
    if (node === undefined) throw new Error(`${name} is not declared before it is defined`);
    return node;
  };
  const inside = (block: readonly Range[], node: SockeyeNode): void => {
    if (block.length !== node.type.length) throw new Error("a block has as many parts as its node");
    for (const [index, [from, to]] of block.entries()) {
      const [least, most] = node.type[index] ?? [0n, -1n];
      if (from > to || from < least || to > most) throw new Error(`${from} to ${to} is not in ${least} to ${most}`);
    }
  };
  expect("module");
  if (!/^[A-Z]/.test(next())) throw new Error("the name of a module begins with a capital");
  expect("{");
  const later: (() => void)[] = [];
  while (!takes("}")) {
    const word = next();
    if (word === "memory" || word === "intr") {
      const own = type();
      const name = next();
      if (!/^[A-Za-z]\w*$/.test(name) || nodes.has(name)) throw new Error(`${name} is no name, or is there twice`);
      nodes.set(name, { domain: word, type: own, accepts: [], maps: [], overlays: null });
      continue;
    }
    const node = known(word);
    const verb = next();
    if (verb === "accepts")
      list(() => {
        const block = type();
        inside(block, node);
        node.accepts.push(block);
      });
    else if (verb === "overlays") node.overlays = next();
    else if (verb === "maps")
      list(() => {
        const from = type();
        inside(from, node);
        do {
          takes("to");
          const to = next();
          expect("at");
          const at = type();
          later.push(() => inside(at, known(to)));
          node.maps.push({ from, to, at });
        } while (takes(","));
      });
    else throw new Error(`${verb} is no verb`);
  }
  if (place !== tokens.length) throw new Error("there is something behind the module");
  for (const check of later) check();
  for (const { overlays, type: own } of nodes.values())
    if (overlays !== null && own.length !== known(overlays).type.length) throw new Error("an overlay is of its type");
  return nodes;
}

/** Where an address ends: the node that accepts it, and what it is there. */
export function resolveIn(
  nodes: ReadonlyMap<string, SockeyeNode>,
  name: string,
  address: bigint,
): readonly [string, bigint] | null {
  const node = nodes.get(name);
  if (node === undefined) return null;
  if (node.overlays !== null) return resolveIn(nodes, node.overlays, address);
  if (node.accepts.some(([range]) => range !== undefined && address >= range[0] && address <= range[1]))
    return [name, address];
  for (const { from, to, at } of node.maps) {
    const [[least, most] = [0n, -1n]] = from;
    if (address >= least && address <= most) return resolveIn(nodes, to, (at[0]?.[0] ?? 0n) + address - least);
  }
  return null;
}

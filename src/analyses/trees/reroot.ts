import type { Tree } from "./tree.ts";

/** The same tree hung up at another of its cores: what was above a core comes behind what was below it. */
export function reroot(tree: Tree, root: number): Tree {
  return hang(tree, root, null) ?? tree;
}

function hang({ core, children }: Tree, root: number, above: Tree | null): Tree | null {
  if (core === root) return { core, children: above === null ? children : [...children, above] };
  for (const child of children) {
    const rest = children.filter((other) => other !== child);
    const found = hang(child, root, { core, children: above === null ? rest : [...rest, above] });
    if (found !== null) return found;
  }
  return null;
}

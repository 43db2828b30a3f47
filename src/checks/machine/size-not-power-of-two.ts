import { machineDiagnostics } from "../../diagnostics/catalogue/machine.ts";
import { diagnose } from "../../diagnostics/diagnostic.ts";
import type { Cache, Isa } from "../../model/machine.ts";
import type { Span } from "../../source/source-file.ts";
import type { Check } from "../check.ts";

/** Words, cache lines and pages have sizes that are powers of two. */
export const sizeNotPowerOfTwo: Check = {
  name: "size-not-power-of-two",
  requires: [],
  run({ machines }, report) {
    const isas = new Set(machines.flatMap((machine) => machine.cores.map((core) => core.isa)));
    const caches = machines.flatMap((machine) => machine.caches);
    for (const sized of [...[...isas].flatMap(sizesOfIsa), ...caches.flatMap(sizesOfCache)]) {
      if (isPowerOfTwo(sized.size)) continue;
      const facts = { what: sized.what, size: sized.size };
      report([sized.element], diagnose(machineDiagnostics.sizeNotPowerOfTwo, sized.span, facts));
    }
  },
};

interface Sized {
  readonly element: object;
  readonly what: string;
  readonly size: number;
  readonly span: Span;
}

function sizesOfIsa(isa: Isa): readonly Sized[] {
  const of = (what: string, size: number) => ({
    element: isa,
    what: `the ${what} of \`${isa.name}\``,
    size,
    span: isa.span,
  });
  return [of("word", isa.wordBits / 8), of("cache line", isa.lineBytes), of("page", isa.pageBytes)];
}

function sizesOfCache(cache: Cache): readonly Sized[] {
  if (cache.lineBytes === null) return [];
  return [{ element: cache, what: `the line of the cache \`${cache.path}\``, size: cache.lineBytes, span: cache.span }];
}

function isPowerOfTwo(size: number): boolean {
  return Number.isInteger(Math.log2(size));
}

/** `ioError`, `io_error` → `IoError`. */
export function pascalCase(name: string): string {
  const joined = wordsOf(name)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("");
  return /^[A-Za-z$_]/.test(joined) ? joined : `_${joined}`;
}

/** `IoError`, `io_error` → `ioError`; `HTTPServer` → `httpServer`. */
export function camelCase(name: string): string {
  const pascal = pascalCase(kebabCase(name));
  return pascal.charAt(0).toLowerCase() + pascal.slice(1);
}

/** `BlockStore`, `blockStore` → `block-store`; `HTTPServer` → `http-server`. */
export function kebabCase(name: string): string {
  const parted = name.replace(/([a-z0-9])([A-Z])/g, "$1-$2").replace(/([A-Z])([A-Z][a-z])/g, "$1-$2");
  return wordsOf(parted).join("-").toLowerCase() || "unnamed";
}

function wordsOf(name: string): readonly string[] {
  return name.split(/[^A-Za-z0-9$]+/).filter((word) => word !== "");
}

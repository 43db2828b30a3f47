/** Source maps of programs name their modules by it, so that a stack shows which frames are the programs' own. */
export const programScheme = "program:";

/** What went wrong, for people. Never throws, whatever a program has thrown. */
export function textOf(error: unknown): string {
  try {
    if (error instanceof Error) return error.name === "Error" ? `${error.message}` : `${error.name}: ${error.message}`;
    return String(error);
  } catch {
    return "it threw what has no text";
  }
}

/** The same for the author of the program, with the place in the program's module where that is known. */
export function locatedTextOf(error: unknown): string {
  const place = placeOf(error);
  return place === null ? textOf(error) : `${textOf(error)} (${place})`;
}

const frame = new RegExp(`^\\s+at (?:async )?(?:.*\\()?${programScheme}(.+:\\d+:\\d+)\\)?$`, "m");

/** `file:line:column` of the innermost frame in a program. */
function placeOf(error: unknown): string | null {
  try {
    if (!(error instanceof Error)) return null;
    // A message may have lines of its own that look like frames.
    const place = error.stack?.replace(error.message, "").match(frame)?.[1];
    return place === undefined ? null : decodeURI(place);
  } catch {
    return null;
  }
}

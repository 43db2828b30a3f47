import { define } from "../diagnostic.ts";

/** SK985x: bundles that are not what `skerry build --bundle` wrote. */
export const bundleDiagnostics = {
  bundleUnreadable: define<{ file: string; reason: string }>({
    code: "SK9850",
    severity: "error",
    title: "a file that is no bundle",
    explanation:
      "A bundle is a zip that `skerry build --bundle` has written: `skerry-bundle.json` says what is in it. This one cannot be taken apart, or has no such list. It may have been cut off on its way here.",
    message: ({ file, reason }) => `${file} is no bundle: ${reason}`,
  }),
  bundleHostile: define<{ file: string; entry: string; reason: string }>({
    code: "SK9851",
    severity: "error",
    title: "an entry that no bundle has",
    explanation:
      "Entries of a bundle lie in `sources/`, `prelude/` and `build/`, each once, and none is larger than 256 MiB or all of them larger than 512. One that would lead out of the folder, stands there twice, or would fill the disk comes from somebody who means ill. Nothing of it was unpacked.",
    message: ({ file, entry, reason }) => `${file} is not to be trusted: its entry \`${entry}\` ${reason}`,
  }),
  bundleChanged: define<{ file: string; entry: string; reason: string; others: number }>({
    code: "SK9852",
    severity: "error",
    title: "a bundle that was changed",
    explanation:
      "`skerry-bundle.json` has the SHA-256 of every file of the bundle. What was changed, added or taken away afterwards is not what was built together: build the bundle again from its sources.",
    message: ({ file, entry, reason, others }) =>
      `${file} was changed: its file \`${entry}\` ${reason}${others === 0 ? "" : `, and ${others} more`}`,
  }),
  bundlePlannedOtherwise: define<{ file: string; made: string; here: string }>({
    code: "SK9853",
    severity: "error",
    title: "a bundle that is planned otherwise here",
    explanation:
      "The plan in a bundle is what its sources came to where it was made. This Skerry makes another one of them, so that what would boot is not what was bundled. Boot it with the release that made it, or build the bundle again; `skerry diff` says what differs.",
    message: ({ file, made, here }) =>
      `the sources in ${file} come to another plan with Skerry ${here} than with ${made}, which made it`,
  }),
};

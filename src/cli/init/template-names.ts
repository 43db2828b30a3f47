/** Projects that `skerry init` can start: worker threads and TypeScript, or boards in QEMU and C. */
export const templateNames = ["threads", "bare-metal"] as const;

export type TemplateName = (typeof templateNames)[number];

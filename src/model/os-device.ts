/** Kinds of devices as hwloc 3.0 has them in its objects of type OSDev (include/hwloc.h, hwloc_obj_osdev_type_e). */
export const osDeviceKinds = ["block", "gpu", "network", "openfabrics", "dma", "coprocessor"] as const;

/** What an operating system calls a device or a function of it: `eth0` of kind `network`. */
export interface OsDevice {
  /** One of {@link osDeviceKinds}, as a check asserts. */
  readonly kind: string;
  /** Empty where none is said, which a check reports. */
  readonly name: string;
}

/** Reads `network eth0, openfabrics mlx5_0`; none where nothing is said. */
export function parseOsDevices(text: string | null): readonly OsDevice[] {
  if (text === null) return [];
  return text.split(",").map((each) => {
    const [, kind = "", name = ""] = /^\s*(\S*)\s*(.*?)\s*$/.exec(each) ?? [];
    return { kind, name };
  });
}

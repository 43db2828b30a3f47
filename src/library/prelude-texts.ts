/** The standard parts, built into the library: it reads no files. */
import amd64 from "../../dsl/prelude/amd64.skerry";
import arm64 from "../../dsl/prelude/arm64.skerry";
import armv7 from "../../dsl/prelude/armv7.skerry";
import armv8r from "../../dsl/prelude/armv8r.skerry";
import c6000 from "../../dsl/prelude/c6000.skerry";
import devices from "../../dsl/prelude/devices.skerry";
import host from "../../dsl/prelude/host.skerry";
import links from "../../dsl/prelude/links.skerry";
import loongarch64 from "../../dsl/prelude/loongarch64.skerry";
import pci from "../../dsl/prelude/pci.skerry";
import ppc64le from "../../dsl/prelude/ppc64le.skerry";
import riscv64 from "../../dsl/prelude/riscv64.skerry";
import s390x from "../../dsl/prelude/s390x.skerry";

/** By name, as behind `use "prelude/`. */
export const preludeTexts: Readonly<Record<string, string>> = {
  ...{ amd64, arm64, armv7, armv8r, c6000, devices, host },
  ...{ links, loongarch64, pci, ppc64le, riscv64, s390x },
};

import { describe, expect, test } from "vitest";
import { compile } from "../../src/pipeline.ts";
import { textHost } from "./example-host.ts";

interface Parts {
  /** What the second core sees. */
  readonly guest?: string;
  /** Of the system. */
  readonly items: string;
  /** What the NIC sees. */
  readonly nic?: string;
}

/** Two cores, each with a memory; a NIC behind an IOMMU; net drives it, guest runs on the other core. */
const describeSystem = ({ guest = "shielded", items, nic = "smmu" }: Parts) => `isa arm { word 64 bits }
interface Net @ 1 { message ping() }
device Nic { registers 4 KiB }
machine soc {
  core host: arm @ 1 GHz, sees bus
  core far: arm @ 1 GHz, sees ${guest}
  coherence between host, far
  memory dram: 64 MiB
  memory vault: 64 KiB
  device nic: Nic at host, sees ${nic} { dma reaches dram, vault }
  iommu smmu: 48 bits to io, contexts 4, page 4 KiB
  space bus: 32 bits {
    map 0x8000_0000 to dram
    map 0x4000_0000 to nic
  }
  space io: 32 bits {
    map 0x8000_0000 to dram
    map 0x2000_0000 to vault
  }
  space shielded: 32 bits { map 0x1000_0000 to vault }
  space open: 32 bits { map 0x0 to io }
}
system apart on soc {
  service net: Net = "./net.ts" drives nic on host { buffer rx: 64 KiB for nic in dram }
  client guest = "./guest.ts" on far { buffer secret: 8 KiB in ${guest === "bus" ? "dram" : "vault"} }
  ${items}
}
`;

function compiled(parts: Parts) {
  const { product, diagnostics } = compile(["d.skerry"], textHost({ "d.skerry": describeSystem(parts) }));
  const said = diagnostics.filter(({ code }) => code >= "SK3411" && code < "SK3500");
  return { plan: product.plan, faults: said.map(({ code, message }) => `${code} ${message}`), diagnostics };
}

const faultsOf = (parts: Parts) => compiled(parts).faults;

describe("isolate", () => {
  test("holds where neither side reaches what the other has", () => {
    const { faults, plan } = compiled({ items: "isolate net from guest" });
    expect(faults).toEqual([]);
    expect(plan).not.toBeNull();
  });

  test("shows the way on which it does not", () => {
    const { faults, plan, diagnostics } = compiled({ guest: "open", items: "isolate net from guest" });
    expect(faults).toEqual([
      "SK3415 `net` is not isolated from `guest`: `far` reaches the buffer `rx` of `net` by `open` at 0x83ff_0000 > `io` at 0x83ff_0000 > `dram` at 0x3ff_0000",
    ]);
    expect(plan).toBeNull();
    const breach = diagnostics.find(({ code }) => code === "SK3415");
    expect(breach?.related.map(({ message }) => message)).toEqual([
      "`far` is declared here",
      "by 0x0..0xffff_ffff of `open`",
      "by 0x8000_0000..0x83ff_ffff of `io`",
    ]);
  });

  test("knows that a device without an IOMMU reaches all that its space does", () => {
    expect(faultsOf({ nic: "io", items: "isolate net from guest" })).toEqual([
      "SK3415 `net` is not isolated from `guest`: `nic` reaches the buffer `secret` of `guest` by `io` at 0x2000_e000 > `vault` at 0xe000",
    ]);
  });

  test("takes things of the machine on both sides, and several behind `from`", () => {
    expect(faultsOf({ items: "isolate nic from vault, far" })).toEqual([]);
    expect(faultsOf({ items: "isolate far from vault, dram" })).toEqual([
      "SK3415 `far` is not isolated from `vault`: `far` reaches the memory `vault` by `shielded` at 0x1000_0000 > `vault` at 0x0",
    ]);
  });

  test("covers the registers of devices", () => {
    expect(faultsOf({ guest: "bus", items: "isolate nic from far" })).toEqual([
      "SK3415 `nic` is not isolated from `far`: `far` reaches the registers `nic` by `bus` at 0x4000_0000 > `nic` at 0x0",
    ]);
  });

  test("does not trust a core of which nothing is said", () => {
    const text = describeSystem({ items: "isolate net from guest" }).replace(", sees shielded", "");
    const { diagnostics } = compile(["d.skerry"], textHost({ "d.skerry": text }));
    expect(diagnostics.map(({ code, message }) => `${code} ${message}`)).toContain(
      "SK3416 `net` is not isolated from `guest`: `far` sees no address space, so nothing keeps it from the buffer `rx` of `net`",
    );
  });

  test("cannot hold between programs on one core", () => {
    const text = describeSystem({ items: "isolate net from guest" })
      .replace("on far", "on host")
      .replace("in vault", "in dram");
    const { diagnostics } = compile(["d.skerry"], textHost({ "d.skerry": text }));
    expect(diagnostics.map(({ code, message }) => `${code} ${message}`)).toContain(
      "SK3417 `net` is not isolated from `guest`: both are on `host`",
    );
  });

  test.each([
    [
      "isolate nett from guest",
      "SK3418 `nett` is neither a program of `apart` nor in the machine `soc`; did you mean `net`?",
    ],
    ["isolate net from net", "SK3419 `net` cannot be isolated from itself"],
  ])("%s", (items, fault) => {
    expect(faultsOf({ items })).toEqual([fault]);
  });
});

describe("buffers of devices", () => {
  test("fill the contexts of IOMMUs, and nothing else does", () => {
    const { plan } = compiled({ items: "" });
    const window = { from: "0x83ff0000", to: "0x83ffffff", target: { space: 2 }, offset: "0x83ff0000" };
    expect(plan?.machine?.addresses?.contexts).toMatchObject([{ device: 0, iommu: 0, windows: [window] }]);
    const view = plan?.machine?.addresses?.views.find(({ devices }) => devices.length > 0);
    expect(view?.ranges).toEqual([
      { from: "0x83ff0000", to: "0x83ffffff", target: { memory: 0 }, offset: "0x3ff0000", access: "readWrite" },
    ]);
  });

  test("have room in the contexts of IOMMUs", () => {
    const narrow = describeSystem({ items: "" })
      .replace(" { dma reaches dram, vault }", "")
      .replace("64 KiB for nic in dram", "32 KiB for nic in dram")
      .replace("iommu smmu: 48 bits", "iommu smmu: 14 bits");
    const { product, diagnostics } = compile(["d.skerry"], textHost({ "d.skerry": narrow }));
    expect(product.plan).toBeNull();
    expect(diagnostics.map(({ code, message }) => `${code} ${message}`)).toContainEqual(
      expect.stringMatching(
        /^SK3414 the buffer `rx` of `net` lies in `dram`, but `smmu`, which `nic` sees, does not lead to/,
      ),
    );
  });
});

test("a driver runs where it can address the registers of its device", () => {
  const moved = describeSystem({ items: "" })
    .replace("{ buffer rx: 64 KiB for nic in dram }", "")
    .replace("on host", "on far");
  const { product, diagnostics } = compile(["d.skerry"], textHost({ "d.skerry": moved }));
  expect(product.plan).toBeNull();
  expect(diagnostics.map(({ code, message }) => `${code} ${message}`)).toContain(
    "SK3420 `net` drives `nic` on `far`, but `shielded`, which that sees, leads to none of its registers",
  );
});

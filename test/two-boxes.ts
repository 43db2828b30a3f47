/**
 * Two servers joined by two cables of 10-Gbit/s Ethernet: boxes, a controller with a cascade and messages, failure and power
 * domains, and things that can be unplugged. 5 µs is the order of a one-way hop through two cards and a cable.
 */
export const twoBoxes = `use "prelude/amd64"
use "prelude/devices"
use "prelude/links"

interconnect Ethernet {
  latency 5 us, bandwidth 1.25 GB/s, transfer 1500 bytes, interrupt, pluggable
}

package Socket {
  core cpu[4]: amd64 @ 2.5 GHz { cache l1: 32 KiB, latency 4 cycles }
  cache l3: 8 MiB, latency 40 cycles, shared by cpu[*]
  coherence between cpu[*]: latency 110 cycles
  memory dram: 32 GiB, latency 90 ns
  port upi
  port pcie[3]
}

box Server {
  package s[2]: Socket
  link s[0].upi -- s[1].upi: CoherentLink, latency 70 ns
  coherence between s[*].cpu[*]: latency 150 ns
  memory spare: 16 GiB, latency 90 ns, pluggable

  controller apic: 256 lines, msi -> s[*].cpu[*]
  controller pic: 24 lines -> apic at 32 { shared lines 16..19 }

  device nic: Ethernet10G at s[0].pcie[2], pluggable { dma reaches s[*].dram; interrupt msi -> apic }
  device disk: SataDisk at s[1].pcie[2] { dma reaches s[*].dram; interrupt -> pic 16 }

  power domain second: s[1]
}

machine twoBoxes {
  box b[2]: Server
  link b[0].s[0].pcie[0] -- b[1].s[0].pcie[0]: Ethernet
  link b[0].s[1].pcie[0] -- b[1].s[1].pcie[0]: Ethernet
  failure domain left: b[0]
  failure domain right: b[1]
}
`;

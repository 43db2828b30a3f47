/** Changes of the RISC-V example that tell of caches and bandwidth what ACPI's tables can say. */
export const described: Readonly<Record<string, string>> = {
  "coherence between hart[*]": `cache l2: 1 MiB, latency 20 cycles, shared by hart[*]
  cache l3: 4 MiB, latency 60 cycles, shared by hart[*]
  coherence between hart[*]`,
  "latency 80 ns": "latency 80 ns, bandwidth 12.8 GB/s",
};

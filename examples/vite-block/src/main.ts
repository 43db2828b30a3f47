import { Store } from "skerry/runtime";
import { type Extent, loadExtent, sector, storeExtent } from "./block.skerry";

const store = new Store(new ArrayBuffer(16));
storeExtent(store, 0, { lba: 4096n, count: 8 });
show("bytes", [...store.bytes].map((byte) => byte.toString(16).padStart(2, "0")).join(" "));
show("read", describe(loadExtent(store, 0)));

function describe({ lba, count }: Extent): string {
  return `${count} sectors from ${lba} on: ${count * sector} bytes`;
}

function show(id: string, text: string): void {
  const element = document.getElementById(id);
  if (element !== null) element.textContent = text;
}

import { Names, Store, size } from "./store.skerry";

document.querySelector("#said").textContent =
  `${Store.name} and ${Names.name}: ${size} bytes at ${Store.longestRequest}`;

import { compile } from "skerry";

const text = "interface Clock {\n  call now() -> (time: u64)\n}\n";
const { files, report } = await compile({ files: { "clock.skerry": text } });
document.querySelector("#stubs").textContent = report + files.find(({ path }) => path === "clock.ts").content;

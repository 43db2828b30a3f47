import { compile } from "skerry";
import text from "./hello.skerry?raw";

const { files, report } = await compile({ files: { "hello.skerry": text }, inPlace: true });
const texts = files.map(({ path, content }) => [path, typeof content === "string" ? content : content.join()]);
document.querySelector("#made").textContent = JSON.stringify({ report, texts });

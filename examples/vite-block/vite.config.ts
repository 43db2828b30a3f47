import { skerry } from "skerry/vite";

export default { plugins: [skerry()] };

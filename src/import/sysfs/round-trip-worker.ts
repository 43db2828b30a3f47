/**
 * The program of the two measuring threads, as text: a worker started from text needs no file of its own beside a bundle.
 * `words[0]` goes back and forth, `words[32]`, on another line, tells the echoing thread to stop.
 */
export const roundTripWorker = `
const { execFileSync } = require("node:child_process");
const { readlinkSync } = require("node:fs");
const { parentPort, workerData } = require("node:worker_threads");
const words = new Int32Array(workerData.memory);

// sched_setaffinity(2) on the calling thread, by koffi or else by taskset(1).
function pin(cpu) {
  try {
    const library = require(workerData.koffi).load(null);
    const setAffinity = library.func("int sched_setaffinity(int pid, size_t size, const uint8_t *mask)");
    const mask = new Uint8Array(Math.max(128, 8 * ((cpu >> 6) + 1)));
    mask[cpu >> 3] = 1 << (cpu & 7);
    return setAffinity(0, mask.length, mask) === 0;
  } catch {}
  try {
    const thread = readlinkSync("/proc/thread-self").split("/").at(-1);
    execFileSync("taskset", ["-pc", String(cpu), thread], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

function echo() {
  for (let trip = 0; Atomics.load(words, 32) === 0; ) {
    if (Atomics.load(words, 0) !== 2 * trip + 1) continue;
    trip += 1;
    Atomics.store(words, 0, 2 * trip);
  }
}

// Nanoseconds of a mean round trip for each batch; fewer batches when the time is over.
function measure({ batches, trips, milliseconds }) {
  const deadline = process.hrtime.bigint() + BigInt(milliseconds) * 1000000n;
  const means = [];
  for (let trip = 0; means.length < batches; ) {
    const start = process.hrtime.bigint();
    for (const last = trip + trips; trip < last; trip += 1) {
      Atomics.store(words, 0, 2 * trip + 1);
      for (let spins = 1; Atomics.load(words, 0) !== 2 * trip + 2; spins += 1)
        if (spins % 65536 === 0 && process.hrtime.bigint() > deadline) return means;
    }
    means.push(Number(process.hrtime.bigint() - start) / trips);
  }
  return means;
}

parentPort.on("message", ({ pinTo, task, plan }) => {
  if (pinTo !== undefined) parentPort.postMessage(pin(pinTo));
  else if (task === "echo") parentPort.postMessage(echo());
  else {
    const means = measure(plan);
    Atomics.store(words, 32, 1);
    parentPort.postMessage(means);
  }
});
`;

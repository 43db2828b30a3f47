/** Reads text files as values: whatever lies behind a path, nothing throws. */
import { closeSync, fstatSync, openSync, readFileSync, readSync } from "node:fs";
import type { ReadResult } from "../source/source-host.ts";

const megabyte = 1024 * 1024;
/** Longest file that is read, in bytes. */
const longest = 64 * megabyte;

const reasons: Readonly<Record<string, string>> = {
  EISDIR: "it is a folder",
  EACCES: "permission is denied",
  EPERM: "permission is denied",
  ELOOP: "its symbolic links form a circle",
  ENAMETOOLONG: "its name is too long",
  ENOTDIR: "a part of its path is no folder",
  ENOENT: "a part of its path is not there",
  EEXIST: "something else is in its way",
  ENOTEMPTY: "a folder is in its place",
  EROFS: "the disk is read-only",
  ENOSPC: "the disk is full",
  EPIPE: "nobody reads it any more",
  EIO: "the disk or the device behind it fails",
  EFBIG: "it would be larger than files may be",
  EDQUOT: "you may not store more on this disk",
  EMFILE: "too many files are open",
  ENXIO: "it is a socket or a device that is not there",
};

/** The text of a file, or of standard input for 0. */
export function readText(file: string | 0): ReadResult {
  try {
    return file === 0 ? readPipe(0) : readFile(file);
  } catch (error) {
    return notRead(error);
  }
}

function readFile(file: string): ReadResult {
  const descriptor = openSync(file, "r");
  try {
    const facts = fstatSync(descriptor);
    if (facts.isDirectory()) return { kind: "notText", reason: "it is a folder" };
    if (facts.isCharacterDevice() || facts.isBlockDevice()) return { kind: "notText", reason: "it is a device" };
    if (!facts.isFile()) return readPipe(descriptor);
    return facts.size > longest ? tooLong : decode(readFileSync(descriptor));
  } finally {
    closeSync(descriptor);
  }
}

/** No further than what is too long: a pipe need not end. */
function readPipe(descriptor: number): ReadResult {
  const chunks: Buffer[] = [];
  for (let length = 0; length <= longest; ) {
    const chunk = Buffer.allocUnsafe(megabyte);
    const count = readWaiting(descriptor, chunk);
    if (count === 0) return decode(Buffer.concat(chunks));
    chunks.push(chunk.subarray(0, count));
    length += count;
  }
  return tooLong;
}

/** Bytes read; 0 at the end. Where nobody has written yet, a pipe that does not block says EAGAIN. */
function readWaiting(descriptor: number, chunk: Buffer): number {
  for (;;) {
    try {
      return readSync(descriptor, chunk);
    } catch (error) {
      if (errorCode(error) === "EOF") return 0;
      if (errorCode(error) !== "EAGAIN") throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}

const tooLong: ReadResult = {
  kind: "notText",
  reason: `it is larger than ${longest / megabyte} MiB`,
  isFaulty: true,
};

/** A byte order mark is no part of the text. */
function decode(bytes: Uint8Array): ReadResult {
  if (bytes.length > longest) return tooLong;
  try {
    return { kind: "text", text: new TextDecoder("utf-8", { fatal: true }).decode(bytes) };
  } catch {
    return { kind: "notText", reason: `byte ${firstBadByte(bytes)} is not UTF-8`, isFaulty: true };
  }
}

/** Counted from 0: the length of the longest prefix that is, or begins, UTF-8. */
function firstBadByte(bytes: Uint8Array): number {
  let good = 0;
  let bad = bytes.length + 1;
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (beginsText(bytes.subarray(0, middle))) good = middle;
    else bad = middle;
  }
  return good;
}

function beginsText(bytes: Uint8Array): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}

function notRead(error: unknown): ReadResult {
  const code = errorCode(error);
  if (code === "ENOENT" || code === "ENOTDIR") return { kind: "missing" };
  return { kind: "notText", reason: reasons[code] ?? `reading it fails with ${code}` };
}

/** Why writing failed, in words. */
export function writeFault(error: unknown): string {
  const code = errorCode(error);
  return reasons[code] ?? `writing it fails with ${code}`;
}

/** The system's name of an error (`ENOENT`); its text when it has none. */
export function errorCode(error: unknown): string {
  if (error instanceof Error && "code" in error && typeof error.code === "string") return error.code;
  return String(error);
}

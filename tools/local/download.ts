import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { proxiedFetch, reasonOf } from "../../src/registry/proxied-fetch.js";
import { report } from "./step-report.js";

/** A file of a project's release. */
export interface ReleaseFile {
  readonly url: string;
  /** Its SHA-256, in hexadecimal digits. */
  readonly sha256: string;
}

/**
 * Downloads a release file to `file`. False, with a note, where its content is not the pinned one; false where nothing
 * answers. Then nothing of it may be used.
 */
export async function download({ url, sha256 }: ReleaseFile, file: string): Promise<boolean> {
  const hash = createHash("sha256");
  try {
    const response = await request(url, 10 * 60_000);
    if (!response.ok || response.body === null) return false;
    const body = Readable.fromWeb(response.body).on("data", (chunk: Buffer) => hash.update(chunk));
    await pipeline(body, createWriteStream(file));
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOSPC") throw error;
    report.say(`${new URL(url).host}: ${reasonOf(error)}`);
    return false;
  }
  const found = hash.digest("hex");
  if (found === sha256) return true;
  report.note(`${url} is not used: its SHA-256 is ${found}, expected ${sha256}.`);
  return false;
}

/** HTTP status of a GET on `url`, redirects followed; 0 if nothing answers within eight seconds. */
export async function httpStatus(url: string): Promise<number> {
  try {
    const { status, body } = await request(url, 8000);
    await body?.cancel();
    return status;
  } catch {
    return 0;
  }
}

function request(url: string, milliseconds: number) {
  return proxiedFetch(url, { redirect: "follow", signal: AbortSignal.timeout(milliseconds) });
}

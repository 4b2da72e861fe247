import { createHash } from "node:crypto";
import { createWriteStream, existsSync } from "node:fs";
import { chmod, mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { execa } from "execa";
import { proxiedFetch, reasonOf } from "../../src/registry/proxied-fetch.js";
import type { ReleaseFile } from "./parts.js";
import { report } from "./step-report.js";

/**
 * Downloads a file and unpacks the archive, or makes it a program of that name, in a folder below `work`, which is
 * returned. Undefined where there is no such file, or another than the pinned one: then nothing of it is unpacked.
 */
export async function unpack(
  file: ReleaseFile,
  { kind, program }: { readonly kind: "archive" | "program"; readonly program: string },
  work: string,
): Promise<string | undefined> {
  const folder = join(work, "programs");
  await mkdir(folder);
  const target = kind === "program" ? join(folder, program) : join(work, "archive.tar.gz");
  if (!(await download(file, target))) {
    await rm(target, { force: true });
    return undefined;
  }
  if (kind === "program") await chmod(target, 0o755);
  else await execa("tar", ["-xzf", target, "-C", folder]);
  return existsSync(join(folder, program)) ? folder : undefined;
}

/** False, with a note, where the content is not the pinned one; false where nothing answers. */
async function download({ url, sha256 }: ReleaseFile, file: string): Promise<boolean> {
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

import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as v from "valibot";
import { httpStatus } from "./download.js";
import { directories } from "./directories.js";

/** A day in milliseconds: how long an answer holds. */
const day = 24 * 60 * 60 * 1000;

/** Registries of the public base images, by the address that answers for them. */
const addresses = ["https://registry-1.docker.io/v2/", "https://gcr.io/v2/"];

const answer = v.object({ reachable: v.boolean(), asked: v.number() });

/**
 * Whether public base images can be pulled on this machine: their registries answer (200, or 401 to a visitor).
 * Asked at most once a day, and again after `npm run down`.
 */
export async function publicImagesReachable(now: number = Date.now()): Promise<boolean> {
  const file = join(directories.state, "public-images.json");
  const remembered = await readFile(file, "utf8")
    .then((text) => v.parse(answer, JSON.parse(text)))
    .catch(() => undefined);
  if (remembered !== undefined && now - remembered.asked < day) return remembered.reachable;
  const statuses = await Promise.all(addresses.map(httpStatus));
  const reachable = statuses.every((status) => status === 200 || status === 401);
  await mkdir(directories.state, { recursive: true });
  await writeFile(file, JSON.stringify({ reachable, asked: now }));
  return reachable;
}

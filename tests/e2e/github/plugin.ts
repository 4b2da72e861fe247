import { dirname } from "node:path";
import { obtain } from "../../../tools/local/obtain.js";
import { parts } from "../../../tools/local/parts.js";

/** The folder of Pulumi's plugin for GitHub: downloaded, or built from the provider that it is made of. */
export async function githubPlugin(): Promise<string> {
  return dirname((await obtain(parts.github)).programs[0]);
}

import { readFileSync } from "node:fs";
import { parse } from "yaml";
import * as v from "valibot";
import type { RawConfiguration } from "./read.js";

const stackFile = v.object({ config: v.optional(v.record(v.string(), v.unknown()), {}) });

/**
 * A stack's configuration from its file, in the form in which Pulumi hands it to the program. For what runs without
 * Pulumi; encrypted values are left as they are.
 */
export function readStackFile(file: string): RawConfiguration {
  const { config } = v.parse(stackFile, parse(readFileSync(file, "utf8")));
  return Object.fromEntries(
    Object.entries(config).map(([key, value]) => [
      key,
      typeof value === "string" ? value : JSON.stringify(value),
    ]),
  );
}

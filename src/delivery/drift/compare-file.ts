import { isUtf8 } from "node:buffer";
import { readFileSync, statSync } from "node:fs";
import path from "node:path";
import { createTwoFilesPatch } from "diff";
import type { DeliveredFile } from "../../plan/delivery-plan.js";
import { isExecutable } from "../static-files.js";
import { obstacle } from "../write.js";
import { contentDrift, type ContentDrift } from "./content-drift.js";

/** How a file of a checkout differs from the one delivered. */
export interface FileDrift extends ContentDrift {
  /** Relative to the checkout. */
  readonly path: string;
  /** Unified diff to the delivered file, for `git apply`; absent if something else has its path. */
  readonly patch?: string;
}

/** Compares one delivered file with a checkout; `undefined` if bytes and mode are equal. */
export function compareFile(checkout: string, wanted: DeliveredFile): FileDrift | undefined {
  const semantic = { path: wanted.path, severity: "semantic" } as const;
  const inTheWay = obstacle(checkout, wanted.path);
  if (inTheWay !== undefined) {
    return { ...semantic, what: `${inTheWay.where} is ${inTheWay.found}; expected ${inTheWay.expected}` };
  }
  const file = path.join(checkout, wanted.path);
  const mode = statSync(file, { throwIfNoEntry: false })?.mode;
  if (mode === undefined) return { ...semantic, what: "missing", patch: patch(undefined, wanted) };
  const found = { content: readFileSync(file), executable: isExecutable(mode) };
  const sameMode = found.executable === wanted.executable;
  if (sameMode && found.content.equals(wanted.content)) return undefined;
  const modes = found.executable ? "executable, but should not be" : "not executable, but should be";
  return {
    ...semantic,
    ...(sameMode ? contentDrift(wanted, found.content) : { what: modes }),
    patch: patch(found, wanted),
  };
}

type FileState = Pick<DeliveredFile, "content" | "executable">;

/** The diff from `found` (`undefined`: no file). Binary content is only named. */
function patch(found: FileState | undefined, wanted: DeliveredFile): string {
  const [before, after] = [`a/${wanted.path}`, `b/${wanted.path}`];
  const lines = [`diff --git ${before} ${after}`];
  if (found === undefined) lines.push(`new file mode ${modeOf(wanted)}`);
  else if (found.executable !== wanted.executable) {
    lines.push(`old mode ${modeOf(found)}`, `new mode ${modeOf(wanted)}`);
  }
  const content = found?.content ?? Buffer.alloc(0);
  if (content.equals(wanted.content)) return `${lines.join("\n")}\n`;
  if (!isText(content) || !isText(wanted.content)) {
    return `${lines.join("\n")}\nBinary files ${before} and ${after} differ\n`;
  }
  const hunks = createTwoFilesPatch(
    found === undefined ? "/dev/null" : before,
    after,
    content.toString(),
    wanted.content.toString(),
    undefined,
    undefined,
    { context: 3 },
  );
  // The library's first line of `=` is not part of a unified diff.
  return `${lines.join("\n")}\n${hunks.slice(hunks.indexOf("\n") + 1)}`;
}

function modeOf({ executable }: FileState): string {
  return executable ? "100755" : "100644";
}

function isText(content: Buffer): boolean {
  return isUtf8(content) && !content.includes(0);
}

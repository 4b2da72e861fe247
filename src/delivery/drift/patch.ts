import { isUtf8 } from "node:buffer";
import { createTwoFilesPatch } from "diff";

/** A file as git sees it. */
export interface FileState {
  readonly content: Buffer;
  readonly executable: boolean;
}

/** The unified diff from `found` (`undefined`: no file) to `wanted`, for `git apply`. Binary content is only named. */
export function patch(path: string, found: FileState | undefined, wanted: FileState): string {
  const lines = [`diff --git a/${path} b/${path}`];
  if (found === undefined) lines.push(`new file mode ${modeOf(wanted)}`);
  else if (found.executable !== wanted.executable) {
    lines.push(`old mode ${modeOf(found)}`, `new mode ${modeOf(wanted)}`);
  }
  const before = found?.content ?? Buffer.alloc(0);
  if (before.equals(wanted.content)) return `${lines.join("\n")}\n`;
  if (!isText(before) || !isText(wanted.content)) {
    return `${lines.join("\n")}\nBinary files a/${path} and b/${path} differ\n`;
  }
  const hunks = createTwoFilesPatch(
    found === undefined ? "/dev/null" : `a/${path}`,
    `b/${path}`,
    before.toString(),
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

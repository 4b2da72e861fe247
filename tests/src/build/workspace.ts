import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { temporaryFolder } from "../delivery/temporary-folder.js";

/** A new folder for each test. */
export function useWorkspace() {
  let root = "";
  beforeEach(() => {
    root = temporaryFolder();
  });
  const inside = (file: string) => path.join(root, file);
  const write = (files: Readonly<Record<string, string>>, mode = 0o644) => {
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(path.dirname(inside(file)), { recursive: true });
      writeFileSync(inside(file), text);
      chmodSync(inside(file), mode);
    }
  };
  return { inside, write };
}

import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

/** A temporary folder that is removed after each test. */
export function useWorkspace(): {
  readonly root: string;
  write: typeof write;
  readonly inside: (file: string) => string;
} {
  let root = "";
  beforeEach(() => {
    root = mkdtempSync(path.join(tmpdir(), "slipway-"));
  });
  afterEach(() => {
    rmSync(root, { recursive: true, force: true });
  });
  return {
    get root() {
      return root;
    },
    inside: (file) => path.join(root, file),
    write: (files, mode) => {
      write(
        Object.fromEntries(Object.entries(files).map(([file, text]) => [path.join(root, file), text])),
        mode,
      );
    },
  };
}

function write(files: Readonly<Record<string, string>>, mode = 0o644): void {
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
    chmodSync(file, mode);
  }
}

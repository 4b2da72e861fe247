import { rmSync, writeFileSync } from "node:fs";
import { writeFiles } from "../../src/delivery/write.js";
import { accessPages } from "./access-page.js";
import { GOLDEN, madeFiles } from "./golden.js";

// Part of `npm run generate`: what is made today becomes what was agreed on. Look at the difference before committing it;
// that of the pages is about who may do what.
rmSync(GOLDEN, { recursive: true, force: true });
writeFiles(
  GOLDEN,
  [...madeFiles()].map(([path, text]) => ({
    path,
    content: Buffer.from(text),
    executable: false,
    source: path,
  })),
);
void accessPages().then((pages) => {
  for (const { file, expected } of pages) writeFileSync(file, expected);
});

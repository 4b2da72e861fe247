import { writeFileSync } from "node:fs";
import { accessPages } from "./access-page.js";

// Part of `npm run generate`: look at the difference before committing it; it is about who may do what.
void accessPages().then((pages) => {
  for (const { file, expected } of pages) writeFileSync(file, expected);
});

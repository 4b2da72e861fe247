import { writeFileSync } from "node:fs";
import { ACCESS_PAGE, accessPage } from "./access-page.js";

// Part of `npm run generate`: look at the difference before committing it; it is about who may do what.
void accessPage().then(({ expected }) => {
  writeFileSync(ACCESS_PAGE, expected);
});

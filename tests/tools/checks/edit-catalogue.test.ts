import assert from "node:assert/strict";
import { withoutSystem, withSystem } from "../../../tools/checks/edit-catalogue.js";

const index = (imports: string, list: string) =>
  `import type { System } from "../src/catalogue/system.js";\n${imports}\nexport const catalogue: readonly System[] = [${list}];\n`;
const shop = 'import { shop } from "./shop/index.js";\n';
const myBlog = 'import { myBlog } from "./my-blog/index.js";\n';

describe("editing systems/index.ts", () => {
  it("takes a system out, wherever it stands in the list", () => {
    const both = index(shop + myBlog, "shop, myBlog");
    assert.equal(withoutSystem(both, "shop"), index(myBlog, "myBlog"));
    assert.equal(withoutSystem(both, "my-blog"), index(shop, "shop, "));
    assert.equal(withoutSystem(index(shop, "shop"), "shop"), index("", ""));
  });

  it("says which system is not there", () => {
    assert.throws(() => withoutSystem(index(shop, "shop"), "blog"), /no import of \.\/blog\/index\.js/);
  });

  it("puts one more in", () => {
    assert.equal(withSystem(index(shop, "shop"), "my-blog", "myBlog"), myBlog + index(shop, "myBlog, shop"));
  });
});

import assert from "node:assert/strict";
import { rememberedBases } from "../../components/stack-memory.js";
import { useMocks } from "./mocks.js";

describe("rememberedBases", () => {
  const record = { identity: "i", version: 7 };
  for (const [title, outputs, expected] of [
    ["reads the stack's own output", { baseImages: { "shop/base": record } }, { "shop/base": record }],
    [
      "reads what a version before 0.2 wrote, so that its bases are not built again",
      { handovers: { "shop/base": { identity: "i", generation: 7 } } },
      { "shop/base": record },
    ],
    ["knows nothing of a new stack", {}, {}],
    ["takes nothing that is not written as it should be", { baseImages: { "shop/base": "a string" } }, {}],
  ] as const) {
    it(title, async () => {
      await useMocks({ outputs });
      assert.deepEqual(await rememberedBases(), expected);
    });
  }
});

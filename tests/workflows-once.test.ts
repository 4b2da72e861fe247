import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { stringify } from "yaml";
import { program } from "../components/program.js";
import type { System } from "../src/catalogue/system.js";
import { settled, useMocks } from "./components/mocks.js";
import { slipway } from "./src/cli/slipway.js";
import { pushingSystem } from "./src/plan/access/workflows.js";

/** A stack with everything that is read off workflows. */
const configuration = {
  "aws:region": "eu-west-1",
  "slipway:owner": "Acme",
  "slipway:ciAccess": { kind: "role", oidcProvider: "create" },
  "slipway:repositorySettings": { kind: "managed" },
  "slipway:delivery": "pull-request",
};
const raw = Object.entries(configuration).map(
  ([key, value]) => [key, typeof value === "string" ? value : JSON.stringify(value)] as const,
);

describe("a system's workflows are made exactly once", () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), "slipway-"));
    writeFileSync(path.join(folder, "Pulumi.all.yaml"), stringify({ config: configuration }));
  });
  after(() => {
    rmSync(folder, { recursive: true });
    pulumi.runtime.setAllConfig({});
  });

  /** System → how often its workflows are made while something is done with the catalogue. */
  async function counted(act: (catalogue: readonly System[]) => Promise<unknown>) {
    const counts: Record<string, number> = {};
    const pushing = pushingSystem();
    const counting = (name: string): System => ({
      ...pushing,
      name,
      repository: name,
      images: pushing.images.map((image) => ({ ...image, repository: name })),
      workflows: (images) => {
        counts[name] = (counts[name] ?? 0) + 1;
        return pushing.workflows?.(images) ?? [];
      },
    });
    await act([counting("one-shop"), counting("other-shop")]);
    return counts;
  }

  const once = { "one-shop": 1, "other-shop": 1 };

  it("in a run of the program", async () => {
    const counts = await counted(async (catalogue) => {
      await useMocks({ stack: "once", calls: { "slipway-github:index:useToken": () => ({}) } });
      pulumi.runtime.setAllConfig({ ...Object.fromEntries(raw), "github:token": "a-token" }, [
        "github:token",
      ]);
      await program(catalogue)();
      await settled();
    });
    assert.deepEqual(counts, once);
  });

  for (const command of [
    "plan all --json",
    "access all",
    "doctor --stack all",
    "render --out OUT",
    "render --stack all --out OUT",
  ]) {
    it(`by slipway ${command}`, async () => {
      const args = command.split(" ").map((word) => word.replace("OUT", path.join(folder, "out")));
      const counts = await counted(async (catalogue) => {
        const { stderr } = await slipway(args, { catalogue, folder });
        assert.equal(stderr, "");
      });
      assert.deepEqual(counts, once);
    });
  }
});

import assert from "node:assert/strict";
import { slipway } from "./slipway.js";

describe("slipway tags", () => {
  it("prints what an event would publish, and why it would publish nothing", async () => {
    const cart = ["tags", "shop", "cart", "--owner", "Acme", "--event"];
    const sha = "0123456789abcdef0123456789abcdef01234567";
    const release = await slipway([...cart, "push", "--ref", "refs/tags/v1.2.3", "--sha", sha]);
    const published = "ghcr.io/acme/shop-cart:v1.2.3\nghcr.io/acme/shop-cart:sha-0123456";
    assert.deepEqual([release.exitCode, release.stdout], [0, published]);
    const branch = await slipway([...cart, "push", "--ref", "refs/heads/topic", "--json"]);
    assert.deepEqual(JSON.parse(branch.stdout), {
      outcome: "nothing",
      reason: "no workflow runs for refs/heads/topic",
    });
  });

  it("publishes nothing on an event that starts no workflow of the system", async () => {
    const onSchedule = (...image: string[]) =>
      slipway(["tags", ...image, "--owner", "acme", "--event", "schedule", "--ref", "refs/heads/main"]);
    assert.equal(
      (await onSchedule("shop", "cart")).stdout,
      "nothing is published: no workflow runs on schedule",
    );
    assert.equal((await onSchedule("tools", "ci")).stdout.split("\n")[0], "ghcr.io/acme/tools-ci:latest");
  });

  it("tells everything that is wrong with its options at once", async () => {
    const { exitCode, stderr } = await slipway([
      ...["tags", "shop", "cart", "--event", "push"],
      ...["--ref", "main", "--sha", "abc", "--owner", "a_b"],
    ]);
    assert.equal(exitCode, 2);
    assert.deepEqual(
      stderr.split("\n").filter((line) => line.startsWith("  -")),
      ["  --ref", "  --sha", "  --owner"],
    );
  });
});

import assert from "node:assert/strict";
import { BRANCH } from "../../../src/delivery/pull-request/remote.js";
import { inputsFor, URN, Workbench } from "./workbench.js";

const DEV = URN.replace("test", "dev");
const PROD = URN.replace("test", "prod");
const FOR_DEV = inputsFor({ Dockerfile: "FROM dev\n" });
const FOR_PROD = inputsFor({ Dockerfile: "FROM prod\n" });

describe("two stacks that deliver to one repository", () => {
  let bench: Workbench;
  beforeEach(async () => {
    bench = await Workbench.open();
  });
  afterEach(() => bench.close());

  const problem = () => ({
    name: "UserError",
    problems: [
      {
        where: `acme/shop, ${bench.github.url}/acme/shop/pull/1`,
        expected: "a pull request of slipway/prod, because one stack delivers to a repository",
        found: "one of slipway/dev",
        fix: "set slipway:delivery to off in one of the two; slipway/dev releases the repository with the next `pulumi up` there, or when its name is removed from the pull request's text",
      },
    ],
  });

  for (const isMerged of [false, true])
    it(`are told apart, ${isMerged ? "merged" : "open"}: the second is refused, in its preview too`, async () => {
      await bench.provider().create(DEV, FOR_DEV);
      if (isMerged) bench.shop.merge(1, "squash");
      const writes = bench.github.writes.length;
      await assert.rejects(bench.provider().preview(PROD, undefined, FOR_PROD), problem());
      await assert.rejects(bench.provider().create(PROD, FOR_PROD), problem());
      assert.equal(bench.github.writes.length, writes);
    });

  it("can hand it over: destroyed in the one, it is taken by the other", async () => {
    const { state } = await bench.provider().create(DEV, FOR_DEV);
    bench.shop.merge(1, "merge");
    await bench.provider().delete(DEV, state);
    await bench.provider().create(PROD, FOR_PROD);
    assert.deepEqual(bench.shop.textsOn(BRANCH), { "README.md": "shop\n", Dockerfile: "FROM prod\n" });
    await assert.rejects(bench.provider().preview(DEV, undefined, FOR_DEV), { name: "UserError" });
  });

  it("does not lose its pull request when the other is destroyed", async () => {
    const { state } = await bench.provider().create(DEV, FOR_DEV);
    bench.shop.close(1);
    await bench.provider().delete(DEV, state);
    await bench.provider().create(PROD, FOR_PROD);
    const { messages } = await bench.during(() => bench.provider().delete(DEV, state));
    assert.deepEqual(messages, [
      "warning: acme/shop: the pull request and the branch stay, because the stack slipway/prod now delivers there.",
    ]);
    assert.deepEqual(
      bench.shop.pullRequests.map((request) => request.state),
      ["closed", "open"],
    );
  });
});

import assert from "node:assert/strict";
import { EcrRepository } from "../../../components/ecr/ecr-repository.js";
import { lifecyclePolicy } from "../../../src/plan/ecr/lifecycle.js";
import { pullPolicy } from "../../../src/plan/ecr/repository-policy.js";
import { recordingOptions, settled, useMocks, valueOf, type Registered } from "../mocks.js";

const lifecycle = lifecyclePolicy({ days: 30, keepTags: ["latest"], keepReleases: 10 }, [
  { kind: "moving", tag: "latest" },
]);

describe("EcrRepository", () => {
  let registered: Registered[];
  beforeEach(async () => {
    registered = await useMocks();
  });
  const inputsOf = (type: string) => registered.find((resource) => resource.type === type)?.inputs;

  it("declares scan on push, AES256 and the lifecycle, and nothing more (D34)", async () => {
    const repository = new EcrRepository("shop", {
      name: "team/shop",
      mutability: { kind: "mutable" },
      lifecycle,
    });
    assert.equal(await valueOf(repository.url), "123456789012.dkr.ecr.eu-west-1.amazonaws.com/team/shop");
    assert.equal(await valueOf(repository.arn), "arn:aws:ecr:eu-west-1:123456789012:repository/team/shop");
    await settled();
    assert.deepEqual(registered, [
      { type: "slipway:index:EcrRepository", name: "shop", inputs: {} },
      {
        type: "aws:ecr/repository:Repository",
        name: "shop",
        inputs: {
          name: "team/shop",
          imageScanningConfiguration: { scanOnPush: true },
          encryptionConfigurations: [{ encryptionType: "AES256" }],
          imageTagMutability: "MUTABLE",
          forceDelete: false,
        },
      },
      {
        type: "aws:ecr/lifecyclePolicy:LifecyclePolicy",
        name: "shop",
        inputs: { repository: "team/shop", policy: JSON.stringify(lifecycle) },
      },
    ]);
  });

  it("leaves moving tags out of immutability", async () => {
    new EcrRepository("shop", {
      name: "shop",
      mutability: { kind: "immutable", except: ["latest"] },
      lifecycle,
    });
    await settled();
    const inputs = inputsOf("aws:ecr/repository:Repository");
    assert.equal(inputs?.["imageTagMutability"], "IMMUTABLE_WITH_EXCLUSION");
    assert.deepEqual(inputs["imageTagMutabilityExclusionFilters"], [
      { filter: "latest", filterType: "WILDCARD" },
    ]);
  });

  for (const protect of [true, false]) {
    it(`is ${protect ? "" : "not "}protected from deletion where that is ${protect ? "" : "not "}asked for`, async () => {
      const recording = recordingOptions();
      new EcrRepository(
        "shop",
        { name: "shop", mutability: { kind: "mutable" }, lifecycle, protect },
        recording.options,
      );
      await settled();
      assert.equal(recording.of("aws:ecr/repository:Repository")?.protect, protect);
    });
  }

  it("is wholly immutable where no tag moves", async () => {
    new EcrRepository("shop", { name: "shop", mutability: { kind: "immutable", except: [] }, lifecycle });
    await settled();
    const inputs = inputsOf("aws:ecr/repository:Repository");
    assert.equal(inputs?.["imageTagMutability"], "IMMUTABLE");
    assert.ok(!("imageTagMutabilityExclusionFilters" in inputs));
  });

  it("carries a repository policy and forceDelete where asked to", async () => {
    const policy = pullPolicy(["210987654321"]);
    new EcrRepository("shop", {
      name: "shop",
      mutability: { kind: "mutable" },
      lifecycle,
      policy,
      forceDelete: true,
    });
    await settled();
    assert.equal(inputsOf("aws:ecr/repository:Repository")?.["forceDelete"], true);
    assert.deepEqual(inputsOf("aws:ecr/repositoryPolicy:RepositoryPolicy"), {
      repository: "shop",
      policy: JSON.stringify(policy),
    });
  });
});

import assert from "node:assert/strict";
import { EcrRepository } from "../../../components/ecr/ecr-repository.js";
import { lifecyclePolicy } from "../../../src/plan/ecr/lifecycle.js";
import { pullPolicy } from "../../../src/plan/ecr/repository-policy.js";
import { inputsOf, settled, useMocks, valueOf, type Registered } from "../mocks.js";

const lifecycle = lifecyclePolicy({ days: 30, keepTags: ["latest"], keepReleases: 10 }, [
  { kind: "moving", tag: "latest" },
]);

describe("EcrRepository", () => {
  let registered: Registered[];
  beforeEach(async () => {
    registered = await useMocks();
  });

  it("declares scan on push, AES256 and the lifecycle, and nothing more (D34)", async () => {
    const repository = new EcrRepository("shop", {
      name: "team/shop",
      mutability: { kind: "mutable" },
      lifecycle,
    });
    assert.equal(await valueOf(repository.url), "123456789012.dkr.ecr.eu-west-1.amazonaws.com/team/shop");
    assert.equal(await valueOf(repository.arn), "arn:aws:ecr:eu-west-1:123456789012:repository/team/shop");
    await settled();
    assert.deepEqual(inputsOf(registered), {
      "EcrRepository shop": {},
      "Repository shop": {
        name: "team/shop",
        imageScanningConfiguration: { scanOnPush: true },
        encryptionConfigurations: [{ encryptionType: "AES256" }],
        imageTagMutability: "MUTABLE",
        forceDelete: false,
      },
      "LifecyclePolicy shop": { repository: "team/shop", policy: JSON.stringify(lifecycle) },
    });
  });

  it("leaves moving tags out of immutability", async () => {
    new EcrRepository("shop", {
      name: "shop",
      mutability: { kind: "immutable", except: ["latest"] },
      lifecycle,
    });
    await settled();
    const inputs = inputsOf(registered)["Repository shop"];
    assert.equal(inputs?.["imageTagMutability"], "IMMUTABLE_WITH_EXCLUSION");
    assert.deepEqual(inputs["imageTagMutabilityExclusionFilters"], [
      { filter: "latest", filterType: "WILDCARD" },
    ]);
  });

  it("is wholly immutable where no tag moves", async () => {
    new EcrRepository("shop", { name: "shop", mutability: { kind: "immutable", except: [] }, lifecycle });
    await settled();
    const inputs = inputsOf(registered)["Repository shop"];
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
    assert.equal(inputsOf(registered)["Repository shop"]?.["forceDelete"], true);
    assert.deepEqual(inputsOf(registered)["RepositoryPolicy shop"], {
      repository: "shop",
      policy: JSON.stringify(policy),
    });
  });
});

import assert from "node:assert/strict";
import { EcrRepository } from "../../../components/ecr/ecr-repository.js";
import type { RepositoryPlan } from "../../../src/plan/ecr/repository-plan.js";
import { resolved, system } from "../../src/plan/fixtures.js";
import { inputsOf, settled, useMocks, type Registered } from "../mocks.js";

const [usual] = resolved(system(), { pullAccounts: ["210987654321"] }).repositories;
assert.ok(usual?.policy);
const { lifecycle, policy } = usual;

describe("EcrRepository", () => {
  let registered: Registered[];
  beforeEach(async () => {
    registered = await useMocks();
  });
  /** The inputs of the ECR repository itself. */
  const inputs = async (changes: Partial<RepositoryPlan>) => {
    new EcrRepository("shop", { ...usual, policy: undefined, ...changes });
    await settled();
    return inputsOf(registered)["Repository shop"] ?? {};
  };

  it("declares scan on push, AES256 and the lifecycle, and nothing more (D34)", async () => {
    await inputs({ name: "team/shop" });
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

  it("leaves moving tags out of immutability, where there are any", async () => {
    const some = await inputs({ mutability: { kind: "immutable", except: ["latest"] } });
    assert.equal(some["imageTagMutability"], "IMMUTABLE_WITH_EXCLUSION");
    const filters = [{ filter: "latest", filterType: "WILDCARD" }];
    assert.deepEqual(some["imageTagMutabilityExclusionFilters"], filters);
    registered = await useMocks();
    const none = await inputs({ mutability: { kind: "immutable", except: [] } });
    assert.equal(none["imageTagMutability"], "IMMUTABLE");
    assert.ok(!("imageTagMutabilityExclusionFilters" in none));
  });

  it("carries a repository policy and forceDelete where asked to", async () => {
    assert.equal((await inputs({ policy, forceDelete: true }))["forceDelete"], true);
    const expected = { repository: "shop", policy: JSON.stringify(policy) };
    assert.deepEqual(inputsOf(registered)["RepositoryPolicy shop"], expected);
  });
});

import assert from "node:assert/strict";
import { lifecyclePolicy } from "../../../../src/plan/ecr/lifecycle.js";
import { configuration, resolved, system } from "../fixtures.js";

describe("planRepository", () => {
  it("plans a repository by value", () => {
    assert.deepEqual(resolved().repositories, [
      {
        name: "shop",
        mutability: { kind: "mutable" },
        lifecycle: lifecyclePolicy(configuration.retention, [{ kind: "moving", tag: "latest" }]),
        lifecycleInWords: "Keep the image tagged latest; Expire images older than 30 days.",
        policy: undefined,
        forceDelete: false,
        protect: false,
      },
    ]);
  });

  it("keeps the build cache mutable and out of reach of expiry", () => {
    const changes = { buildCache: "registry", tagMutability: "immutable" } as const;
    const { repositories, images } = resolved(system(), changes);
    assert.deepEqual(repositories[0]?.mutability, { kind: "immutable", except: ["latest", "buildcache"] });
    assert.match(repositories[0].lifecycleInWords, /Keep the image tagged buildcache/);
    assert.equal(images[0]?.cacheTag, "buildcache");
  });

  it("lets other accounts pull and nothing else", () => {
    const registry = { kind: "cloud", region: "cn-north-1" } as const;
    const [repository] = resolved(system(), { pullAccounts: ["210987654321"], registry }).repositories;
    const statement = {
      Sid: "PullFromNamedAccounts",
      Effect: "Allow",
      Principal: { AWS: ["arn:aws-cn:iam::210987654321:root"] },
      Action: ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
    };
    assert.deepEqual(repository?.policy, { Version: "2012-10-17", Statement: [statement] });
  });
});

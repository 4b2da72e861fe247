import assert from "node:assert/strict";
import type { System } from "../../../src/catalogue/system.js";
import { resolve } from "../../../src/plan/resolve.js";
import { configuration, image, local, resolved, system } from "./fixtures.js";

describe("resolve", () => {
  it("resolves a system by value, frozen through and through", () => {
    const plan = resolved();
    assert.deepEqual(plan.repository, { owner: "Acme", name: "Shop" });
    assert.deepEqual([plan.name, plan.host, plan.roles], ["shop", { kind: "ecr", region: "eu-west-1" }, []]);
    assert.throws(() => {
      (plan.builds[0]?.tags as string[]).push("other");
    }, TypeError);
    assert.ok(Object.isFrozen(plan) && Object.isFrozen(plan.repositories[0]?.lifecycle.rules));
  });

  it("builds a base before what is built on it, and none that is taken as it is", () => {
    const base = { image: "base", name: "shop-base:latest", buildCommand: "./build-base.sh" };
    const subject = system({ images: [image({ base }), image({ id: "base", repository: "shop-base" })] });
    const built = (changes = {}) => resolved(subject, changes).builds.map(({ spec }) => spec.id);
    assert.deepEqual(built(), ["base", "app"]);
    assert.deepEqual(built({ bases: "existing" }), ["app"]);
    assert.deepEqual(built({ checkouts: {} }), []);
  });

  it("builds no image that has no tag until there is a release", () => {
    const subject = system({ images: [image({ tags: [{ kind: "git-tag" }] })] });
    assert.deepEqual(resolved(subject).builds, []);
    assert.equal(resolved(subject, { release: "v1.0.0" }).builds.length, 1);
  });

  it("declares a repository once that two images share", () => {
    const images = [image({ id: "a" }), image({ id: "b", tags: [{ kind: "fixed", tag: "debug" }] })];
    const { repositories } = resolved(system({ images }), { tagMutability: "immutable" });
    assert.deepEqual(
      repositories.map(({ name, mutability }) => [name, mutability]),
      [["shop", { kind: "immutable", except: ["latest", "debug"] }]],
    );
  });

  it("declares no repositories and no accounts outside ECR", () => {
    for (const [subject, more, host] of [
      [system(), local, "localhost:5055"],
      [system({ registry: "ghcr" }), {}, "ghcr.io"],
    ] as const) {
      const plan = resolved(subject, { ...more, pullAccounts: ["210987654321"] });
      assert.deepEqual([plan.repositories, plan.pullAccounts], [[], []]);
      assert.deepEqual(plan.host, { kind: "known", host });
    }
  });

  it("names each package on GHCR once, with the repository that pushes it", () => {
    const images = ["a", "b", "a"].map((name, id) => image({ id: String(id), repository: name }));
    const shop = system({ registry: "ghcr", owner: "Tercen", images: [image(), ...images] });
    const common = { system: "shop", owner: "Tercen", repository: "Tercen/Shop", days: 30 };
    assert.deepEqual(
      resolved(shop).packages,
      ["shop", "a", "b"].map((name) => ({ ...common, name })),
    );
    assert.deepEqual(resolved({ ...shop, registry: "ecr" }).packages, []);
    assert.deepEqual(resolved(shop, local).packages, []);
  });

  it("makes the workflows with the stack's owner and versions, when they are first read, and once", () => {
    const seen: unknown[] = [];
    const shop = system({
      versions: { BASE: "a:1", OTHER: "b:1" },
      images: [image({ versionArgs: ["BASE", "OTHER"] })],
      workflows: ([{ buildArgs, labels }]) => {
        seen.push(buildArgs, labels["org.opencontainers.image.source"]);
        return [];
      },
    });
    const subject = resolved(shop, { versions: { shop: { BASE: "a:2" } } });
    assert.deepEqual(seen, []);
    assert.deepEqual([subject.workflows, subject.workflows], [[], []]);
    assert.deepEqual(seen, [{ BASE: "a:2", OTHER: "b:1" }, "https://github.com/Acme/Shop"]);
  });

  it("leaves out a system of another stack, or one that lacks a field", () => {
    const names = (systems: System[]) =>
      resolve({ ...configuration, systems: ["shop", "blog"] }, systems).map(({ name }) => name);
    const { images, ...broken } = system({ name: "blog" });
    assert.deepEqual(names([system(), system({ name: "other" }), broken as System]), ["shop"]);
    assert.equal(images.length, 1);
  });
});

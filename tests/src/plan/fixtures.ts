import assert from "node:assert/strict";
import type { Image } from "../../../src/catalogue/image.js";
import type { System } from "../../../src/catalogue/system.js";
import type { Configuration } from "../../../src/configuration/configuration.js";
import { makePlan, type Plan } from "../../../src/plan/plan.js";
import { type Means, resolve } from "../../../src/plan/resolve.js";
import type { ResolvedSystem } from "../../../src/plan/resolved-system.js";

/** A cloud stack with every default. */
export const configuration: Configuration = {
  owner: "Acme",
  systems: ["shop"],
  registry: { kind: "cloud", region: "eu-west-1" },
  checkouts: { shop: "../shop" },
  builder: "default",
  builders: {},
  bases: "build",
  retention: { days: 30, keepTags: ["latest"], keepReleases: 10 },
  tagMutability: "mutable",
  versions: {},
  buildCache: "off",
  pullAccounts: [],
  ciAccess: { kind: "none" },
  registryScanning: "none",
  repositorySettings: { kind: "none" },
  forceDelete: false,
  protect: false,
  delivery: "off",
  release: undefined,
  replaceFiles: [],
};

/** A registry on this machine in place of the cloud. */
export const local = { registry: { kind: "local", address: "localhost:5055" } } as const;

/** One image with every default. */
export function image(overrides: Partial<Image> = {}): Image {
  return {
    id: "app",
    repository: "shop",
    dockerfile: "Dockerfile",
    context: ".",
    platforms: ["linux/amd64"],
    tags: [{ kind: "fixed", tag: "latest" }],
    ...overrides,
  };
}

/** One system with one image. */
export function system(overrides: Partial<System> = {}): System {
  return {
    name: "shop",
    repository: "Shop",
    registry: "ecr",
    releaseTags: "v*",
    versions: {},
    images: [image()],
    ...overrides,
  };
}

/** A system as a stack resolves it that owns no other; the stack is called `test`. */
export function resolved(
  subject: System = system(),
  changes: Partial<Configuration> = {},
  means: Means = {},
): ResolvedSystem {
  const owned = { ...configuration, systems: [subject.name], ...changes };
  const [found] = resolve(owned, [subject], { stack: "test", ...means });
  assert.ok(found, `the stack owns ${subject.name}`);
  return found;
}

/** The plan of a stack of one system. */
export function planOf(subject: System = system(), changes: Partial<Configuration> = {}): Plan {
  return makePlan({ ...configuration, ...changes }, [resolved(subject, changes)]);
}

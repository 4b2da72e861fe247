import type { Configuration } from "../../../src/configuration/configuration.js";
import type { Image, System } from "../../../src/catalogue/system.js";

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

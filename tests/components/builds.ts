import type { Build } from "../../src/build/prepare.js";
import type { Configuration } from "../../src/configuration/configuration.js";
import type { BaseSource } from "../../src/plan/resolved-system.js";
import type { System } from "../../src/catalogue/system.js";
import { image, resolved, system } from "../src/plan/fixtures.js";

/** A system with a base and an application on it. */
export const shop: System = system({
  versions: { TOOLCHAIN: "rust:1.87" },
  images: [
    image({
      id: "base",
      repository: "shop-base",
      dockerfile: "Dockerfile.base",
      versionArgs: ["TOOLCHAIN"],
    }),
    image({
      sourceVersionArg: "BUILD_VERSION",
      base: { image: "base", name: "shop-base:latest", buildCommand: "./build-base.sh" },
    }),
  ],
});

/** The builds of a stack of `shop` as `prepareBuilds` gives them, without a disk. */
export function buildsOf(overrides: Partial<Configuration> = {}): Build[] {
  return resolved(shop, overrides).builds.map((image) => ({
    image,
    staged: {
      context: `${image.stage}/context`,
      dockerfile: `${image.stage}/Dockerfile`,
      identity: `${image.spec.id}-identity-0123`,
      holdsGit: false,
      secretFiles: [],
    },
    content: `${image.spec.id}-content`,
    kept: image.baseSource && { source: image.baseSource, record: { identity: "i", version: 1 } },
    existingBase: image.base?.built === false ? existing(image.base.source) : undefined,
  }));
}

function existing(source: BaseSource): BaseSource {
  return source.kind === "oci-layout" ? { ...source, digest: "sha256:there" } : source;
}

import type { Build } from "../../src/build/prepare.js";
import type { Configuration } from "../../src/configuration/configuration.js";
import { makePlan } from "../../src/plan/make-plan.js";
import type { System } from "../../src/catalogue/system.js";
import { configuration, image, system } from "../src/plan/fixtures.js";

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
  const [plan] = makePlan({ ...configuration, ...overrides }, [shop], "test").systems;
  return (plan?.builds ?? []).map((build) => ({
    plan: build,
    staged: {
      context: `${build.stage}/context`,
      dockerfile: `${build.stage}/Dockerfile`,
      identity: `${build.image}-identity-0123`,
      holdsGit: false,
      secretFiles: [],
    },
    content: `${build.image}-content`,
    handover: build.handover && { ...build.handover, identity: "i", generation: 1 },
    existingBase:
      build.base?.built === false ? { handover: build.base.handover, digest: "sha256:there" } : undefined,
  }));
}

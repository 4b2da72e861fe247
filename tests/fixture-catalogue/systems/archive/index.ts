import type { System } from "../../../../src/catalogue/system.js";

/** One image in ECR that a stack alone builds: no workflow, nothing for Dependabot, no delivered file. */
export const archive: System = {
  name: "archive",
  repository: "archive",
  registry: "ecr",
  releaseTags: "v*",
  versions: {},
  images: [
    {
      id: "archive",
      repository: "archive",
      dockerfile: "Dockerfile",
      context: ".",
      platforms: ["linux/arm64"],
      tags: [{ kind: "git-tag" }],
    },
  ],
};

import type { ImageSpec } from "../../src/catalogue/image-spec.js";
import type { Step, Workflow } from "../../src/catalogue/workflow-model.js";
import { multiPlatform } from "../../src/pipeline/multi-platform.js";
import { IS_RELEASE } from "../../src/pipeline/steps/build.js";

const FILE = "ci-base-image.yml";

/** Checks every tool of the image (P16). Takes the image's name. */
const TEST_SCRIPT = "scripts/test-ci-base.sh";

/** P9–P19: the image on which Phialo's CI runs. */
export function ciBaseImage(image: ImageSpec): Workflow {
  const paths = [image.dockerfile, TEST_SCRIPT, `.github/workflows/${FILE}`];
  return {
    name: "CI base image",
    file: FILE,
    about: [
      "Builds the image that Phialo's CI runs in, natively for each platform, and checks every tool in it before publishing.",
      "A weekly rebuild picks up fixes in the base image and its packages.",
    ],
    on: {
      push: { branches: ["main"], tags: ["v*"], paths },
      pullRequest: { branches: ["main"], paths },
      dispatch: true,
      schedule: [{ cron: "17 4 * * 1", meaning: "Mondays at 04:17 UTC" }],
    },
    jobs: multiPlatform(image, {
      username: "github.repository_owner",
      tests: (image) => [checkTools(image)],
      noCacheIf: `${IS_RELEASE} || github.event_name == 'schedule'`,
    }),
  };
}

function checkTools(image: string): Step {
  return { name: "Check every tool", env: { IMAGE: image }, run: `bash ${TEST_SCRIPT} "$IMAGE"` };
}

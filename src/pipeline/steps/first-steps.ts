import type { Step } from "../../catalogue/workflow-model.js";

/** Checks out the repository without leaving the token for later steps. */
export const checkOut: Step = {
  name: "Check out repository",
  uses: "actions/checkout",
  with: { "persist-credentials": false },
};

/** The BuildKit release that CI uses; the local tool chain without Docker uses the same one. */
const BUILDKIT = "v0.31.0@sha256:a095b3d11ce1a9a05b6064ef515dfca0291ec5bcf2ea8178da8f6461924294e1";

/**
 * A mirror of Docker Hub that asks for no login. Docker Hub itself limits what an address may pull, and hosted runners
 * share theirs; what the mirror lacks is still pulled from Docker Hub.
 */
const DOCKER_HUB_MIRROR = "mirror.gcr.io";

/** A builder with a pinned BuildKit that pulls public images through the mirror. */
export const setUpBuildx: Step = {
  name: "Set up Docker Buildx",
  uses: "docker/setup-buildx-action",
  with: {
    "driver-opts": `image=${DOCKER_HUB_MIRROR}/moby/buildkit:${BUILDKIT}`,
    "buildkitd-config-inline": [`[registry."docker.io"]`, `  mirrors = ["${DOCKER_HUB_MIRROR}"]`, ""].join(
      "\n",
    ),
    "cache-binary": false,
  },
};

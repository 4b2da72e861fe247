# The CI base image with `docker buildx bake`. docs/ci-base-image.md says when to use which.
#
#   docker buildx bake                 plain, into the local images
#   docker buildx bake inline-cache    the same, with what others need to build on its layers
#   docker buildx bake multi-platform  for amd64 and arm64, pushed to a registry
#
# Each variable can be set in the environment.

variable "IMAGE" {
  # With the registry where it is pushed: ghcr.io/<owner>/phialo-ci-base
  default = "phialo-ci-base"
}

variable "TAGS" {
  # Separated by commas: 1.2.3,sha-<commit>
  default = "latest"
}

variable "NODE_IMAGE" {
  # Without a value, Dockerfile.base has one.
  default = null
}

variable "PNPM_VERSION" {
  default = null
}

target "default" {
  dockerfile = "Dockerfile.base"
  args = {
    NODE_IMAGE   = NODE_IMAGE
    PNPM_VERSION = PNPM_VERSION
  }
  tags   = [for tag in split(",", TAGS) : "${IMAGE}:${tag}"]
  output = ["type=docker"]
}

target "inline-cache" {
  inherits = ["default"]
  args     = { BUILDKIT_INLINE_CACHE = "1" }
}

target "multi-platform" {
  inherits  = ["inline-cache"]
  platforms = ["linux/amd64", "linux/arm64"]
  output    = ["type=registry"]
  # Without a registry the push would fail, minutes later. No image can have the name below, so bake shows it at once.
  tags = length(split("/", IMAGE)) > 1 ? target.default.tags : ["Set IMAGE to where to push: IMAGE=ghcr.io/<owner>/phialo-ci-base"]
}

import { distributedColony } from "../../../systems/distributed-colony/index.js";
import { describeRequirements } from "../requirements.js";

const BASE_LAYOUT = "=oci-layout://${{ runner.temp }}/base@${{ steps.base.outputs.digest }}";
const LOCAL_BUILD = 'docker buildx build --builder "$BUILDER" --platform linux/amd64 --load ';
const colonyRules = "* !Cargo.toml !Cargo.lock !crates crates/gui **/target **/.git **/.DS_Store";

describeRequirements(distributedColony, {
  workflow: [
    ["D3", "publish", "platforms: linux/amd64"],
    ["D4", "publish/Build base image", "outputs: type=oci,tar=false,dest=${{ runner.temp }}/base,"],
    ["D4", "publish/Build colony image and push by digest", BASE_LAYOUT],
    ["D4", "pull-request/Build colony image", "push: false", BASE_LAYOUT],
    ["D14", "publish/Build base image", "file: Docker/Dockerfile.base … cache-from: type=gha,scope=base"],
    ["D34", "publish/Tag base image", "DIGEST: ${{ steps.base.outputs.digest }} … MOVING: latest"],
    ["D34", "publish/Push base image by digest", "provenance: false … sbom: false"],
    ["D37", "publish/Generate tags and labels", "${{ steps.ecr.outputs.registry }}/distributed-colony\n"],
    ["D41", "publish/Assume AWS role", "role-to-assume: ${{ vars.AWS_ROLE_ARN }}"],
    ["D41", "publish/Generate tags and labels", "type=semver,pattern={{version}} … type=sha"],
    ["D41", "publish/Sign image", 'cosign sign --yes "${reference%:*}@$DIGEST"'],
    ["pain 9", "publish/Build base image", "if: steps.published.outputs.digest == ''"],
    ["pain 9", "publish/Build colony image and push by digest", "if: steps.published.outputs.digest == ''"],
    ["pain 17", "publish", "push-by-digest=true … - name: Sign image … - name: Push base image by digest"],
    ["pain 17", "publish", "- name: Push base image by digest … Tag base image … Tag colony image"],
  ],
  checks: ["Try to build"],
  files: [
    ...["base", "colony"].map(
      (name) => ["D4, D27", `Docker/build-and-push-${name}.sh`, LOCAL_BUILD] as const,
    ),
    ["D5", "Docker/Dockerfile.base", "ARG CHEF_IMAGE=lukemathwalker/cargo-chef:latest-rust-1.87-alpine\n"],
    ["D9", "Docker/Dockerfile.base", 'ENV RUSTFLAGS="-C link-arg=-s"\n'],
    // By -p, strip keeps file times.
    ["D10", "Docker/Dockerfile.base", "-name '*.rlib' -exec strip -p --strip-debug {}"],
    ["D11", "Docker/Dockerfile.base", "deps -type f -perm -100 -exec strip -p --strip-debug {}"],
    // With another date than the base's, C is compiled again.
    ["D14", "Docker/Dockerfile.base", '"${SOURCE_DATE_EPOCH-}" > target/source-date-epoch\n'],
    ["D14", "Docker/Dockerfile", "\nSOURCE_DATE_EPOCH=$(cat target/source-date-epoch)\n"],
    ["D15, D20", "Docker/Dockerfile", "ARG BASE_IMAGE=distributed-colony-base:latest\n … ARG RUNTIME_IMAGE="],
    ["D18", "Docker/Dockerfile", "\ncargo build --release --bin backend --bin coordinator --offline "],
    ["D20", "Docker/Dockerfile", "=gcr.io/distroless/cc:nonroot\n … ARG BUILD_VERSION=dev\n"],
    ...[
      "AWS_REGION:-eu-west-1",
      "ECR_BASE_REPOSITORY:-distributed-colony-base",
      "BASE_IMAGE_TAG:-latest",
    ].map((setting) => ["D29", "Docker/build-and-push-base.sh", `=\${${setting}}\n`] as const),
    ...[
      "AWS_REGION:-eu-west-1",
      "ECR_REPOSITORY:-distributed-colony",
      "IMAGE_TAG:-latest",
      "BUILD_VERSION:-$(date",
    ].map((setting) => ["D29", "Docker/build-and-push-colony.sh", `=\${${setting}`] as const),
  ],
  absent: [
    ["D12: RUSTFLAGS once more", "Docker/Dockerfile", /^ENV RUSTFLAGS/m],
    ["D13: mounts", "Docker/Dockerfile", /--mount/],
    ["D13: mounts", "Docker/Dockerfile.base", /--mount/],
  ],
  ignored: {
    // D14
    "Docker/Dockerfile.base.dockerignore":
      "* !Cargo.toml !Cargo.lock !crates/backend/Cargo.toml !crates/coordinator/Cargo.toml !crates/shared/Cargo.toml",
    "Docker/Dockerfile.dockerignore": colonyRules,
    // D2: Docker does not read it.
    "Docker/.dockerignore": colonyRules,
  },
});

import { phialo } from "../../../systems/phialo/index.js";
import { describeRequirements } from "../requirements.js";

const page = "docs/ci-base-image.md";

describeRequirements(phialo, {
  workflow: [
    ["P18", "on", "- Dockerfile.base … - scripts/test-ci-base.sh … - cron: 17 4 * * 1"],
    ["P18", "build/Build", "no-cache: ${{ github.ref_type == 'tag' || github.event_name == 'schedule' }}"],
    ["P1, P3, P9", "build/Build", "BUILDKIT_INLINE_CACHE=1 … NODE_IMAGE=node:20- … PNPM_VERSION=9.15.2"],
    ["P11", "build", "linux/amd64 … runner: ubuntu-24.04\n … linux/arm64 … runner: ubuntu-24.04-arm"],
    ["P12", "build/Build", "type=gha,scope=ci-base-${{ matrix.id }} … :buildcache-${{ matrix.id }}"],
    [
      "P12",
      "build/Push by digest",
      "type=gha,scope=ci-base-{0},mode=max … type=registry,ref={0}:buildcache-{1}",
    ],
    ["P15", "publish/Generate tags and labels", "type=semver,pattern={{version}} … type=sha,format=long"],
    ["P16", "build", "- name: Build\n … scripts/test-ci-base.sh … - name: Push by digest"],
    ["P16", "pull-request", "- name: Build\n … scripts/test-ci-base.sh"],
    ["P19", "publish/Write measurements to job summary", "| size | layers | build time | steps from cache |"],
    ["pain 17", "publish", "needs: [build] … docker buildx imagetools create … cosign sign --yes"],
  ],
  checks: [],
  files: [
    ["P1", "Dockerfile.base", "ARG NODE_IMAGE=node:20-alpine\n … ARG PNPM_VERSION=9.15.2\n"],
    ["P1", page, "> **Node 20 reached its end of life on 30 April 2026** and gets no security fixes since."],
    ["P1", page, "Node 24 gets fixes until 30 April 2028"],
    ["P1", "scripts/test-ci-base.sh", "\n  20) end=2026-04-30 ;; … \n  24) end=2028-04-30 ;;"],
    [
      "P2",
      "Dockerfile.base",
      "RUN apk add --no-cache \\\n    git python3 make g++ gcompat \\\n    bash curl",
    ],
    // From what changes least to the settings, which no step follows.
    ["P8", "Dockerfile.base", "\nFROM … \nRUN apk … \nRUN corepack … \nENV CI=true … \nUSER 1001:1001\n"],
    ["P10", page, "\ndocker build -f Dockerfile.base -t phialo-ci-base:latest .\n"],
    [
      "P10",
      page,
      "\nDOCKER_BUILDKIT=1 docker build … --build-arg BUILDKIT_INLINE_CACHE=1 … -t phialo-ci-base:latest .\n",
    ],
    ["P10", page, "\ndocker buildx build --builder phialo … --platform linux/amd64,linux/arm64 … --push .\n"],
    ["P14", page, "\n**This is no production image.** … python3 … make … g++"],
    ["P18", page, "\n| weekly  … \n| monthly  … \n| quarterly  … \n| yearly "],
    ["P19", page, "number of layers, steps from the cache\nout of all, and known vulnerabilities"],
    ["P20, P13", page, "## Breaking changes", "a distroless variant"],
    ["P13", page, "About 231 MB were planned"],
  ],
  absent: [
    ["P17: a flag that does not exist", page, /^docker [^`]*--parallel/m],
    ["a COPY, an ADD", "Dockerfile.base", /^(?:COPY|ADD)/m],
    ["X4: the Dockerfile's defaults", "docker-bake.hcl", /node:\d|\d+\.\d+\.\d+"/],
  ],
  ignored: { "Dockerfile.base.dockerignore": "*" },
});

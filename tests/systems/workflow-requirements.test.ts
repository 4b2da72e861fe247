import assert from "node:assert/strict";
import type { System } from "../../src/catalogue/system.js";
import { expressionReader } from "../../src/pipeline/expression-reader.js";
import { requiredChecks } from "../../src/plan/settings/required-checks.js";
import { catalogue } from "../../systems/index.js";
import { workflowsOf } from "../src/pipeline/catalogue.js";
import { workflowTexts } from "../src/pipeline/rendered.js";
import { assertInOrder } from "./in-order.js";

/**
 * What the documents ask of a workflow, where a difference to tests/golden would not say that it is asked for: the place
 * (`on`, a job, or a job and its step) and what is there in this order, `…` for a gap. Rules for every workflow are in
 * pains.test.ts.
 */
type Requirement = readonly [what: string, place: string, ...texts: readonly string[]];

const CLEAN_RELEASES = "no-cache: ${{ github.ref_type == 'tag' }}";
const CACHE_OF_BRANCHES = "cache-to: ${{ github.ref_type == 'branch' && format('type=gha,scope={0},mode=max,";
const BASE_LAYOUT = "=oci-layout://${{ runner.temp }}/base@${{ steps.base.outputs.digest }}";

const requirements: Readonly<Record<string, readonly Requirement[]>> = {
  nullspace: [
    ["N2–N5", "on", "branches: [main, master] … tags: [v*] … pull_request: … workflow_dispatch:"],
    ["N8–N10", "build", "./Dockerfile … nullspace-simulator … ./node/Dockerfile … ./gateway/Dockerfile"],
    ["N11–N13", "build", "./services/auth/Dockerfile … ./website/Dockerfile … ./services/ops/Dockerfile"],
    ["N14", "build/Set build arguments", "VITE_URL: ${{ vars.VITE_URL || secrets.VITE_URL }}"],
    ["N18", "build/Log in to GHCR", "if: github.event_name != 'pull_request'"],
    ["N19", "build/Log in to GHCR", "${{ github.repository_owner }} … ${{ secrets.GITHUB_TOKEN }}"],
    ["N20", "build/Generate tags and labels", "id: meta … /${{ matrix.image }}"],
    ["N22", "build/Generate tags and labels", "flavor: latest=false"],
    ["N21", "build/Generate tags and labels", "type=ref,event=branch … type=ref,event=tag … type=sha"],
    ["N21", "build/Generate tags and labels", "type=raw,value=latest,enable={{is_default_branch}}"],
    ["N24", "build/Build and push", "${{ matrix.dockerfile }} … tags: ${{ steps.meta.outputs.tags }}"],
    ["N25", "build/Build and push", "push: ${{ github.event_name != 'pull_request' }}"],
    ["N26", "build/Build and push", "cache-from: type=gha,scope=${{ matrix.id }}", CACHE_OF_BRANCHES],
    ["N27, N28", "build", "runs-on: ubuntu-24.04 … contents: read … packages: write … : linux/amd64"],
    ["N30", "build/Write job summary", "imagetools create --prefer-index=false --tag $reference"],
    ["N6", "pull-request", "if: github.event_name == 'pull_request' … push: false"],
    ["N45", "pull-request/Set build arguments", "${{ vars.VITE_URL || 'http://localhost:8080' }}"],
  ],
  "ggrs-plot-operator": [
    ["G21", "on", 'branches: ["**"] … tags: ["[0-9]+.[0-9]+.[0-9]+"] … pull_request: … workflow_dispatch:'],
    [
      "G21: main",
      "docker",
      "if: github.event_name != 'pull_request' && (github.ref == 'refs/heads/main' || (",
    ],
    ["G21: releases", "docker", "(github.event_name == 'push' && github.ref_type == 'tag'))"],
    ["G1, G3", "test", 'RUSTUP_TOOLCHAIN: "1.75"'],
    ["G22, G23, G25", "test", "checkout@ … rustfmt,clippy … protobuf-compiler libjemalloc-dev libssl-dev"],
    ["G26–G28", "test", "cargo fmt -- --check … cargo clippy -- -D warnings"],
    ["G26–G28", "test", "cargo test --all-features --verbose … cargo test --doc"],
    ["G24", "test/Restore Cargo cache", "if: github.ref_type == 'branch' … ~/.cargo/registry/index … target"],
    ["G24", "test/Restore Cargo cache", "${{ runner.os }}-cargo-registry-${{ hashFiles('**/Cargo.lock') }}"],
    ["G24", "test/Save Cargo cache", "if: github.event_name == 'push' && github.ref_type == 'branch' && "],
    ["G29, X3", "docker", "needs: [test] … ${{ github.actor }} … - name: Build and push … attest@"],
    ["G30, G33", "docker/Generate tags and labels", "ghcr.io/tercen/ggrs_plot_operator … latest=false"],
    [
      "G30",
      "docker/Generate tags and labels",
      "type=ref,event=branch,enable={{is_default_branch}}\ntype=ref",
    ],
    ["G30", "docker/Generate tags and labels", "tags: |\ntype=ref … type=ref,event=tag\nlabels:"],
    ["G32", "docker/Build and push", CLEAN_RELEASES, "type=inline … type=gha,scope=operator,mode=max"],
    ["G34", "scan/Scan image", "@${{ needs.docker.outputs.digest }} … os,library … HIGH,CRITICAL … sarif"],
    ["G36", "docker", "contents: read … packages: write … id-token: write … attestations: write"],
    ["G36", "scan", "contents: read … packages: read … security-events: write"],
  ],
  "distributed-colony": [
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
  phialo: [
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
  cv: [
    ["C3–C5", "build", "./docker/Dockerfile.prod … ./docker/Dockerfile.dev … ./docker/Dockerfile.minimal"],
    ["C19", "build", "- name: Build\n … http://localhost:3000/health … - name: Build and push"],
    ["C20", "scan", "needs: [build] … ${{ steps.published.outputs.image }} … category: ${{ matrix.id }}"],
    ["C27", "build/Generate tags and labels", "ghcr.io/${{ github.repository_owner }}/${{ matrix.image }}"],
    ["C27", "build/Generate tags and labels", "type=semver,pattern={{version}} … type=sha,format=long"],
    ["pain 6", "build/Build", "load: true", CLEAN_RELEASES],
    ["pain 6", "build/Build and push", CACHE_OF_BRANCHES],
  ],
};

/** The checks that a pull request waits for, by system. */
const checks: Readonly<Record<string, readonly string[]>> = {
  nullspace: ["simulator", "node", "gateway", "auth", "website", "ops"].map((id) => `Try ${id}`),
  "ggrs-plot-operator": ["Test and lint"],
  "distributed-colony": ["Try to build"],
  // Its checks run only where some paths change.
  phialo: [],
  cv: ["Try prod", "Try dev", "Try minimal"],
};

/** A place in a workflow file, without the indentation. */
function textAt(system: System, place: string): string {
  const [text = ""] = Object.values(workflowTexts(system));
  const [section = "", step] = place.split("/");
  const block =
    section === "on"
      ? /^on:\n.*?\n\n/ms
      : new RegExp(`^  ${section}:\\n.*?(?=^  [\\w-]+:\\n|$(?![^]))`, "ms");
  const found = block.exec(text)?.[0].replaceAll(/^ +/gm, "") ?? "";
  if (step === undefined) return found;
  return found.split("\n\n").find((candidate) => candidate.includes(`- name: ${step}\n`)) ?? "";
}

for (const system of catalogue) {
  describe(`the workflow of ${system.name}`, () => {
    for (const [what, place, ...texts] of requirements[system.name] ?? []) {
      it(`${what}: ${place}: ${texts.join(" … ")}`, () => {
        assertInOrder(textAt(system, place), texts);
      });
    }

    it("lets a pull request wait for what it always runs", async () => {
      const { required } = requiredChecks(workflowsOf(system), "main", await expressionReader());
      assert.deepEqual(required, checks[system.name]);
    });
  });
}

import { nullspace } from "../../../systems/nullspace/index.js";
import { describeRequirements } from "../requirements.js";

const CACHE_OF_BRANCHES = "cache-to: ${{ github.ref_type == 'branch' && format('type=gha,scope={0},mode=max,";

describeRequirements(nullspace, {
  workflow: [
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
  checks: ["simulator", "node", "gateway", "auth", "website", "ops"].map((id) => `Try ${id}`),
  files: [
    ["N33", "Dockerfile", "COPY Cargo.toml Cargo.lock ./ … node/Cargo.toml … client/Cargo.toml"],
    ["N33", "Dockerfile", "execution/Cargo.toml … simulator/Cargo.toml … types/Cargo.toml"],
    ["N33, N36", "Dockerfile", "website/wasm/Cargo.toml … COPY node/ ./node/ … COPY client/"],
    ["N36", "Dockerfile", "COPY execution/ … COPY simulator/ … COPY types/ … COPY website/wasm/"],
    ["N35", "Dockerfile", "\ncargo build --release --package nullspace-simulator || cat > target/warn"],
    ["N36", "Dockerfile", "\ncargo build --release --package nullspace-simulator\n"],
  ],
  ignored: {
    "Dockerfile.dockerignore":
      "* !Cargo.toml !Cargo.lock !node !client !execution !simulator !types !website/wasm **/target website/wasm/pkg" +
      " **/node_modules **/.git **/.DS_Store **/Dockerfile* **/.env* **/*.md",
  },
});

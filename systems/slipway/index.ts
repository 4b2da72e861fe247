import type { Workflow } from "../../src/catalogue/workflow-model.js";
import { readSources } from "../../src/pipeline/permissions.js";
import { checkOut } from "../../src/pipeline/steps/first-steps.js";
import { setUpNode } from "../../src/pipeline/steps/toolchains.js";
import { renderDependabot } from "../../src/pipeline/dependabot.js";
import { renderWorkflow } from "../../src/pipeline/render-workflow.js";

/** The oldest release of Node that package.json allows; what is not about Node itself runs on it. */
const OLDEST_NODE = "20";

/** Slipway's own checks. The first three jobs need no account and no privilege; a fork's pull request may run them. */
export const ownWorkflow: Workflow = {
  name: "CI",
  file: "ci.yml",
  about: [
    "Tests and checks every change and previews a stack. Changes on main also run end to end, with every program built",
    "that cannot be downloaded.",
  ],
  on: { push: { branches: ["main"] }, pullRequest: {}, dispatch: true },
  jobs: {
    tests: {
      name: "Test on Node ${{ matrix.node }}",
      runsOn: "ubuntu-24.04",
      timeoutMinutes: 15,
      permissions: readSources,
      matrix: { cells: [{ node: OLDEST_NODE }, { node: "22" }, { node: "24" }], key: "node" },
      steps: [checkOut, setUpNode("${{ matrix.node }}"), { name: "Test", run: "npm cit" }],
    },
    checks: {
      name: "Check",
      runsOn: "ubuntu-24.04",
      timeoutMinutes: 30,
      permissions: readSources,
      steps: [checkOut, setUpNode(OLDEST_NODE), { name: "Check", run: "npm run check" }],
    },
    preview: {
      name: "Preview stack local",
      runsOn: "ubuntu-24.04",
      timeoutMinutes: 15,
      permissions: readSources,
      env: { PULUMI_CONFIG_PASSPHRASE: { value: "", note: "the state is temporary and holds no secret" } },
      steps: [
        checkOut,
        setUpNode(OLDEST_NODE),
        { name: "Install npm packages", run: "npm ci" },
        { name: "Install Pulumi", uses: "pulumi/actions", with: { "pulumi-version": "3.270.0" } },
        {
          name: "Preview",
          run: `mkdir "$RUNNER_TEMP/state"
pulumi login "file://$RUNNER_TEMP/state"
pulumi stack init local
pulumi preview --stack local --non-interactive
`,
        },
      ],
    },
    e2e: {
      name: "Try the real engine",
      note: ["Long, and needs root on a disposable machine: not for pull requests."],
      needs: ["tests", "checks"],
      if: "github.event_name != 'pull_request'",
      runsOn: "ubuntu-24.04",
      timeoutMinutes: 120,
      permissions: readSources,
      steps: [
        checkOut,
        setUpNode(OLDEST_NODE),
        {
          name: "Run end-to-end tests",
          note: ["Namespaces, mounts and BuildKit without Docker need root."],
          run: 'sudo env "PATH=$PATH" npm run e2e',
        },
      ],
    },
  },
};

/**
 * The files of Slipway's own repository that are made as those of the systems are: path → text. It publishes no image,
 * so it is no system of the catalogue. `npm run generate` writes them.
 */
export const ownFiles: Readonly<Record<string, string>> = {
  [`.github/workflows/${ownWorkflow.file}`]: renderWorkflow(ownWorkflow, "slipway"),
  ".github/dependabot.yml": renderDependabot(
    [
      { ecosystem: "github-actions", directories: ["/"] },
      { ecosystem: "npm", directories: ["/"] },
      { ecosystem: "gomod", directories: ["/tools/local/modules/*"] },
      { ecosystem: "pip", directories: ["/tools/checks", "/tests"] },
    ],
    "slipway",
  ),
};

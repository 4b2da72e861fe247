import assert from "node:assert/strict";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { GitHub } from "../../github-emulator/emulator.js";
import type { Repository } from "../../github-emulator/repository.js";
import type { Token } from "../../github-emulator/token.js";
import { type Cloud, startCloud } from "../aws/cloud.js";
import { Project } from "../local/project.js";
import { githubPlugin } from "./plugin.js";

/** Two systems of the catalogue; the job that the operator's has as an option brings an environment. */
const CATALOGUE = `import type { System } from "../plan/system.js";
import { distributedColony } from "./distributed-colony/index.js";
import { ggrsPlotOperator } from "./ggrs-plot-operator/index.js";
import { ci } from "./ggrs-plot-operator/ci.js";

export const catalogue: readonly System[] = [
  distributedColony,
  { ...ggrsPlotOperator, workflows: ([operator]) => [ci(operator, { failOnCritical: false, operatorTest: true })] },
];
`;
const CONFIGURATION = {
  "aws:region": "eu-west-1",
  "slipway:owner": "example",
  "slipway:ciAccess": { kind: "role", oidcProvider: "made" },
  "slipway:repositorySettings": { kind: "managed", environments: { "tercen-test": { users: [7] } } },
};

describe("settings of repositories on GitHub, by the real engine", () => {
  let cloud: Cloud;
  let github: GitHub;
  let colony: Repository;
  let operator: Repository;
  let token: Token;
  let project: Project;

  before(async () => {
    cloud = await startCloud();
    github = await GitHub.start();
    colony = github.repository("example/DistributedColony");
    operator = github.repository("tercen/ggrs_plot_operator");
    token = github.token({
      permissions: { administration: "write", actions_variables: "write", environments: "write", actions: "read" },
    });
    project = await Project.create({
      configuration: CONFIGURATION,
      environment: {
        ...cloud.environment,
        PATH: [await githubPlugin(), cloud.environment["PATH"]].join(delimiter),
        GITHUB_TOKEN: token.secret,
        GITHUB_BASE_URL: github.url,
      },
    });
    await writeFile(join(project.folder, "systems", "index.ts"), CATALOGUE);
  });
  after(async () => {
    await project.remove();
    await cloud.stop();
    await github.stop();
  });

  it("sets a repository up as the plan says", async () => {
    const { succeeded, output } = await project.up();
    assert.ok(succeeded, output);
    console.log(JSON.stringify(colony.settings, null, 1), JSON.stringify(operator.settings), [...colony.settings.variables], [...operator.settings.environments]);
  });
  it("again", async () => {
    const before = github.calls.length;
    const { succeeded, output, changes } = await project.up();
    assert.ok(succeeded, output);
    console.log(changes, output, github.calls.slice(before).map(({method, path})=> method+" "+path));
  });
});

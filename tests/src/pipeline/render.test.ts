import assert from "node:assert/strict";
import fc from "fast-check";
import { parse, parseDocument } from "yaml";
import { actions } from "../../../src/catalogue/actions.js";
import type { Env, Job, Step, Workflow } from "../../../src/catalogue/workflow-model.js";
import { renderWorkflow } from "../../../src/pipeline/render.js";
import { everyRepository } from "./catalogue.js";
import * as arbitrary from "./arbitraries.js";
import { job, workflow } from "./fixtures.js";

/** What a workflow file says, as GitHub reads it: the workflow without its comments. */
function meaningOf({ name, on, jobs }: Workflow): unknown {
  const { push, pullRequest, dispatch, schedule } = on;
  return plain({
    name,
    on: {
      push: push && orNothing(push),
      pull_request: pullRequest && orNothing(pullRequest),
      workflow_dispatch: dispatch && null,
      schedule: schedule?.map(({ cron }) => ({ cron })),
    },
    permissions: {},
    concurrency: {
      group: "${{ github.workflow }}-${{ github.event.pull_request.number || github.ref }}",
      "cancel-in-progress": "${{ github.event_name == 'pull_request' }}",
    },
    defaults: { run: { shell: "bash" } },
    jobs: Object.fromEntries(Object.entries(jobs).map(([id, value]) => [id, meaningOfJob(value)])),
  });
}

function orNothing(filter: object): object | null {
  return Object.keys(filter).length === 0 ? null : filter;
}

function meaningOfJob(value: Job): unknown {
  return {
    name: value.name,
    needs: value.needs,
    if: value.if,
    "runs-on": value.runsOn,
    "timeout-minutes": value.timeoutMinutes,
    permissions: Object.fromEntries(
      Object.entries(value.permissions).map(([scope, { access }]) => [scope, access]),
    ),
    environment: value.environment,
    strategy: value.matrix && { "fail-fast": false, matrix: { include: value.matrix.cells } },
    outputs: value.outputs,
    env: value.env && meaningOfEnv(value.env),
    steps: value.steps.map(meaningOfStep),
  };
}

function meaningOfStep(step: Step): unknown {
  const { name, id, if: condition } = step;
  const common = { name, id, if: condition, env: step.env && meaningOfEnv(step.env) };
  return "run" in step
    ? { ...common, run: step.run.replace(/^([^\n]*)\n$/, "$1") }
    : { ...common, uses: `${step.uses}@${actions[step.uses].commit}`, with: step.with };
}

function meaningOfEnv(env: Env): unknown {
  return Object.fromEntries(
    Object.entries(env).map(([name, value]) => [name, typeof value === "string" ? value : value.value]),
  );
}

/** Without what is undefined. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value)) as unknown;
}

describe("rendering a workflow", () => {
  it("writes a small one as a careful person would", () => {
    const small: Workflow = {
      name: "CI",
      file: "ci.yml",
      about: ["Tests every change."],
      on: {
        push: { branches: ["main", "release/**"], tags: ["v*"], paths: ["src/**", "!docs/**"] },
        pullRequest: {},
        dispatch: true,
        schedule: [{ cron: "17 4 * * 1", meaning: "Mondays at 4:17" }],
      },
      jobs: {
        build: job({
          name: "Build ${{ matrix.id }}",
          note: ["Once for each image."],
          permissions: { contents: { access: "read", why: "check out the sources" } },
          matrix: { cells: [{ id: "a" }, { id: "no", args: "A=1\nB=2\n" }], key: "id" },
          outputs: { digest: "${{ steps.build.outputs.digest }}" },
          steps: [
            {
              name: "Check out the sources",
              uses: "actions/checkout",
              with: { "persist-credentials": false },
            },
            {
              name: "Build",
              id: "build",
              note: ["As a script, because it is one."],
              env: { ID: "${{ matrix.id }}", EPOCH: { value: "315532800", note: "one source, one digest" } },
              run: 'make "$ID"\nmake check\n',
            },
          ],
        }),
        done: job({ name: "Done", needs: ["build"], if: "always()", environment: "production" }),
      },
    };
    assert.equal(
      renderWorkflow(small, "shop"),
      `# Made by Slipway from systems/shop/. What is changed here is lost when it is made again:
# change it there, then run \`npx slipway render shop\`.

# Tests every change.

name: CI

on:
  push:
    branches: [main, release/**]
    tags: [v*]
    paths:
      - src/**
      - "!docs/**"
  pull_request:
  workflow_dispatch:
  schedule:
    - cron: 17 4 * * 1 # Mondays at 4:17

permissions: {}

concurrency:
  group: \${{ github.workflow }}-\${{ github.event.pull_request.number || github.ref }}
  cancel-in-progress: \${{ github.event_name == 'pull_request' }}

defaults:
  run:
    shell: bash

jobs:
  build:
    # Once for each image.
    name: Build \${{ matrix.id }}
    runs-on: ubuntu-24.04
    timeout-minutes: 10
    permissions:
      contents: read # check out the sources
    strategy:
      fail-fast: false
      matrix:
        include:
          - id: a
          - id: "no"
            args: |
              A=1
              B=2
    outputs:
      digest: \${{ steps.build.outputs.digest }}
    steps:
      - name: Check out the sources
        uses: actions/checkout@${actions["actions/checkout"].commit} # ${actions["actions/checkout"].version}
        with:
          persist-credentials: false

      # As a script, because it is one.
      - name: Build
        id: build
        env:
          ID: \${{ matrix.id }}
          EPOCH: "315532800" # one source, one digest
        run: |
          make "$ID"
          make check

  done:
    name: Done
    needs: [build]
    if: always()
    runs-on: ubuntu-24.04
    timeout-minutes: 10
    permissions: {}
    environment: production
    steps:
      - name: Greet
        run: echo hello
`,
    );
  });

  it("says what the workflow says, whatever its texts are (property)", () => {
    fc.assert(
      fc.property(arbitrary.workflow, (value) => {
        const text = renderWorkflow(value, "shop");
        assert.deepEqual(parse(text), meaningOf(value));
      }),
    );
  });

  it("is valid YAML without a warning, and says the same to a reader of YAML 1.1 (property)", () => {
    fc.assert(
      fc.property(arbitrary.text, (name) => {
        const document = parseDocument(renderWorkflow(workflow({ name }), "shop"));
        assert.deepEqual([document.errors, document.warnings], [[], []]);
        const old = parse(renderWorkflow(workflow({ name }), "shop"), { version: "1.1" }) as {
          name: unknown;
        };
        assert.equal(old.name, name);
      }),
    );
  });

  it("is the same each time (property)", () => {
    fc.assert(
      fc.property(arbitrary.workflow, (value) => {
        assert.equal(renderWorkflow(value, "shop"), renderWorkflow(structuredClone(value), "shop"));
      }),
      { numRuns: 20 },
    );
  });

  it("folds no line, leaves no blank at an end, and ends with one line break", () => {
    for (const { name, workflows } of everyRepository) {
      for (const value of workflows) {
        const text = renderWorkflow(value, name);
        assert.deepEqual(text.match(/[ \t]+$|\t|\r|: [>][-+]?$/gm) ?? [], [], value.file);
        assert.ok(/[^\n]\n$/.test(text), value.file);
      }
    }
  });
});

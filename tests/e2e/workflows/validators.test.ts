import { deepEqual, equal, match } from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { validateWorkflows } from "../../../tools/checks/workflows/validate.js";
import { project } from "../../../tools/local/directories.js";
import { pythonPrograms } from "../../../tools/local/python.js";
import { useTeardown } from "../local/teardown.js";

/** A workflow that nothing is said against. */
const CLEAN = `name: Sample

on:
  push:
    branches: [main]

permissions: {}

concurrency:
  group: \${{ github.workflow }}-\${{ github.ref }}
  cancel-in-progress: false

jobs:
  build:
    name: Build
    runs-on: ubuntu-24.04
    timeout-minutes: 10
    permissions:
      contents: read # to check the sources out
    steps:
      - name: Check out
        uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1
        with:
          persist-credentials: false

      - name: Greet
        env:
          WHO: \${{ github.actor }}
        run: echo "Hello, $WHO"
`;

/** A mistake, what it replaces in the clean file by what, and its findings: tool, line, rule and part of the message. */
const MISTAKES = [
  [
    "an unquoted variable in a script",
    ['"Hello, $WHO"', "$WHO"],
    [/^actionlint 29 shellcheck: .* SC2086:info:1:6: Double quote to prevent globbing and word splitting/],
  ],
  [
    "text of a user in a script",
    ['"Hello, $WHO"', '"${{ github.event.head_commit.message }}"'],
    [
      /^actionlint 29 expression: "github.event.head_commit.message" is potentially untrusted/,
      /^zizmor 29 template-injection: code injection .*: may expand into attacker-controllable code$/,
    ],
  ],
  [
    "a missing list of permissions",
    ["permissions: {}\n", ""],
    [/^zizmor 1 excessive-permissions: overly broad permissions: default permissions used/],
  ],
  [
    "an unknown key",
    ["timeout-minutes: 10", "timeout-minute: 10"],
    [
      /^parser 17 syntax: Unexpected value 'timeout-minute'$/,
      /^actionlint 17 syntax-check: unexpected key "timeout-minute" for "job" section/,
    ],
  ],
  [
    "a misspelt input of an action",
    ["persist-credentials:", "persist-credential:"],
    [/^parser 24 syntax: Invalid action input 'persist-credential'$/],
  ],
] as const;

describe("the validators of workflow files", () => {
  const teardown = useTeardown();
  const findings = new Map<string, string[]>();
  before(async () => {
    const folder = await mkdtemp(join(tmpdir(), "slipway-validators-"));
    teardown(() => rm(folder, { recursive: true }));
    const texts = new Map([
      ["clean.yml", CLEAN],
      ...MISTAKES.map(([, [from, to]], index) => [`${index}.yml`, CLEAN.replace(from, to)] as const),
    ]);
    for (const [name, text] of texts) await writeFile(join(folder, name), text);
    const files = [...texts.keys()].map((name) => join(folder, name));
    const programs = await pythonPrograms(join(project, "tools", "checks", "requirements.txt"));
    for (const { file, tool, line, rule, message } of await validateWorkflows(files, programs)) {
      const name = basename(file);
      findings.set(name, [...(findings.get(name) ?? []), `${tool} ${line} ${rule}: ${message}`]);
    }
  });

  it("say nothing of a clean workflow", () => {
    deepEqual(findings.get("clean.yml"), undefined);
  });

  for (const [index, [what, , expected]] of MISTAKES.entries()) {
    it(`find ${what}`, () => {
      const found = findings.get(`${index}.yml`) ?? [];
      equal(found.length, expected.length, found.join("\n"));
      for (const [place, pattern] of expected.entries()) match(found[place] ?? "", pattern);
    });
  }
});

import { deepEqual } from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { validateWorkflows, type WorkflowFinding } from "../../../tools/checks/workflows/validate.js";
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

/** Tool, line and rule, and the start of the message. */
type Expected = readonly [tool: WorkflowFinding["tool"], line: number, rule: string, message: string];

const MISTAKES: readonly {
  readonly what: string;
  /** What of the clean file is replaced, and by what. */
  readonly change: readonly [from: string, to: string];
  readonly found: readonly Expected[];
}[] = [
  {
    what: "an unquoted variable in a script",
    change: ['"Hello, $WHO"', "$WHO"],
    found: [
      [
        "actionlint",
        29,
        "shellcheck",
        "shellcheck reported issue in this script: SC2086:info:1:6: Double quote to prevent globbing and word splitting",
      ],
    ],
  },
  {
    what: "text of a user in a script",
    change: ['"Hello, $WHO"', '"${{ github.event.head_commit.message }}"'],
    found: [
      ["actionlint", 29, "expression", '"github.event.head_commit.message" is potentially untrusted'],
      [
        "zizmor",
        29,
        "template-injection",
        "code injection via template expansion: may expand into attacker-controllable code",
      ],
    ],
  },
  {
    what: "a missing list of permissions",
    change: ["permissions: {}\n", ""],
    found: [
      [
        "zizmor",
        1,
        "excessive-permissions",
        "overly broad permissions: default permissions used due to no permissions: block",
      ],
    ],
  },
  {
    what: "an unknown key",
    change: ["timeout-minutes: 10", "timeout-minute: 10"],
    found: [
      ["parser", 17, "syntax", "Unexpected value 'timeout-minute'"],
      ["actionlint", 17, "syntax-check", 'unexpected key "timeout-minute" for "job" section'],
    ],
  },
  {
    what: "a misspelt input of an action",
    change: ["persist-credentials:", "persist-credential:"],
    found: [["parser", 24, "syntax", "Invalid action input 'persist-credential'"]],
  },
];

describe("the validators of workflow files", () => {
  const teardown = useTeardown();
  const findings = new Map<string, Expected[]>();
  before(async () => {
    const folder = await mkdtemp(join(tmpdir(), "slipway-validators-"));
    teardown(() => rm(folder, { recursive: true }));
    const texts = new Map([
      ["clean.yml", CLEAN],
      ...MISTAKES.map(({ change }, index) => [`${index}.yml`, CLEAN.replace(...change)] as const),
    ]);
    for (const [name, text] of texts) await writeFile(join(folder, name), text);
    const files = [...texts.keys()].map((name) => join(folder, name));
    const programs = await pythonPrograms(join(project, "tools", "checks", "requirements.txt"));
    for (const { file, tool, line, rule, message } of await validateWorkflows(files, programs)) {
      const name = basename(file);
      // actionlint goes on to list what there is, which grows with each of its releases.
      const [sentence = ""] = tool === "actionlint" ? message.split(/\. /) : [message];
      findings.set(name, [...(findings.get(name) ?? []), [tool, line, rule, sentence]]);
    }
  });

  it("say nothing of a clean workflow", () => {
    deepEqual(findings.get("clean.yml"), undefined);
  });

  for (const [index, { what, found }] of MISTAKES.entries()) {
    it(`find ${what}`, () => {
      deepEqual(findings.get(`${index}.yml`), found);
    });
  }
});

import { deepEqual, equal, rejects } from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { actions } from "../../../src/catalogue/actions.js";
import { useTeardown } from "../local/teardown.js";
import { HEAD_SHA, pullRequest, pushTag, pushTo, schedule, SHA } from "./events.js";
import { execute } from "./execute.js";

const uses = (name: keyof typeof actions) => `${name}@${actions[name].commit}`;

const TRIGGERS = `
name: Sample
on:
  push:
    branches: [main]
    tags: ["v*"]
  pull_request:
  schedule:
    - cron: "30 4 * * 1"
defaults: { run: { shell: bash } }
`;

/** A workflow of one job. */
function jobOf(steps: string): string {
  return `${TRIGGERS}
jobs:
  only:
    runs-on: ubuntu-24.04
    steps:
${steps.replace(/^/gm, "      ")}
`;
}

describe("executing a workflow file", () => {
  const teardown = useTeardown();

  it("shows scripts the event as GitHub does", async () => {
    const script = jobOf(`
- name: Look
  env:
    SEEN: \${{ github.event_name }} \${{ github.ref }} \${{ github.ref_type }} \${{ github.ref_name }} \${{ github.sha }} \${{ github.event.pull_request.head.sha }}
    KEY: \${{ secrets.KEY }}
    REPOSITORY: \${{ github.repository }} of \${{ github.repository_owner }} by \${{ github.actor }} on \${{ github.event.repository.default_branch }}
  run: echo "::notice::$SEEN" && echo "::notice::key $KEY" && echo "::notice::$REPOSITORY"
`);
    const seen = async (happening: Parameters<typeof execute>[1]) =>
      (await execute(script, happening, { secrets: { KEY: "value" } })).annotations;
    const repository = "notice: Example/sample of Example by somebody on main";
    deepEqual(await seen(pushTo("main")), [
      `notice: push refs/heads/main branch main ${SHA} `,
      "notice: key value",
      repository,
    ]);
    deepEqual(await seen(pushTag("v1.2.3")), [
      `notice: push refs/tags/v1.2.3 tag v1.2.3 ${SHA} `,
      "notice: key value",
      repository,
    ]);
    deepEqual(await seen(pullRequest({ from: "fork" })), [
      `notice: pull_request refs/pull/42/merge branch 42/merge ${SHA} ${HEAD_SHA}`,
      "notice: key ",
      repository,
    ]);
    deepEqual(await seen(schedule("30 4 * * 1")), [
      `notice: schedule refs/heads/main branch main ${SHA} `,
      "notice: key value",
      "notice: Example/sample of Example by somebody on ",
    ]);
  });

  it("has the sources only after a checkout, and hands artifacts from job to job", async () => {
    const sources = await mkdtemp(join(tmpdir(), "slipway-sources-"));
    teardown(() => rm(sources, { recursive: true }));
    await mkdir(join(sources, "crate"));
    await writeFile(join(sources, "crate", "Cargo.lock"), "version = 4\n");
    const run = await execute(
      `${TRIGGERS}
jobs:
  first:
    runs-on: ubuntu-24.04
    steps:
      - { name: Look, run: 'test ! -e crate' }
      - { name: Check out, uses: "${uses("actions/checkout")}" }
      - { name: Look again, env: { HASH: "\${{ hashFiles('**/Cargo.lock') }}" }, run: 'test -n "$HASH" && mkdir out && echo one > out/digest' }
      - { name: Keep, uses: "${uses("actions/upload-artifact")}", with: { name: digest-one, path: out/* } }
  second:
    runs-on: ubuntu-24.04
    needs: [first]
    steps:
      - { name: Fetch, uses: "${uses("actions/download-artifact")}", with: { pattern: digest-*, path: all, merge-multiple: true } }
      - { name: Look, run: 'test "$(cat all/digest)" = one && test ! -e crate' }
`,
      pushTo("main"),
      { sources },
    );
    deepEqual(
      run.jobs.map(({ id, result }) => [id, result]),
      [
        ["first", "success"],
        ["second", "success"],
      ],
      run.text,
    );
  });

  it("refuses an action that there is no fake of, rather than fetch it", async () => {
    await rejects(
      execute(jobOf("- uses: somebody/action@0123456789abcdef0123456789abcdef01234567"), pushTo("main")),
      {
        message:
          "job only uses somebody/action@0123456789abcdef0123456789abcdef01234567, which is not in src/catalogue/actions.ts; there is no fake of it",
      },
    );
  });

  it("does not take a file that act cannot run for one that does nothing", async () => {
    const broken = jobOf("- { name: Look, run: 'true' }").replace("ubuntu-24.04", "windows-2025");
    await rejects(
      execute(`${broken}    needs: [nobody]\n`, pushTo("main")),
      /act could not run the workflow/,
    );
  });

  it("leads what heeds a proxy, such as git, to one that is not there", async () => {
    const run = await execute(
      jobOf(`- { name: Reach out, run: 'git ls-remote https://github.com/example/sample' }`),
      pushTo("main"),
    );
    deepEqual(run.jobs[0]?.steps, [{ name: "Reach out", result: "failure" }]);
    equal(run.text.includes("127.0.0.1 port 9"), true, run.text);
  });
});

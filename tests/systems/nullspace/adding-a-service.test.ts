import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import { nullspace } from "../../../systems/nullspace/index.js";
import { projectCopy } from "../../project-copy.js";
import { bash } from "../../shell.js";

/** The README's five steps, by their fenced code: language and text. */
function steps(): { language: string; code: string }[] {
  const [, section = ""] = /\n## Adding a service\n(.*?)\n## /s.exec(readFileSync("README.md", "utf8")) ?? [];
  assert.equal([...section.matchAll(/^\d\. /gm)].length, 5);
  return [...section.matchAll(/```(\w+)\n(.*?)```/gs)].map(([, language = "", code = ""]) => ({
    language,
    code: code.replace(/^ {3}/gm, "").trim(),
  }));
}

describe("the five steps of adding a service in the README (N17, N47)", () => {
  it("lead to a checkout that is as the catalogue says, with one cell more", async () => {
    const project = projectCopy();
    const checkout = path.join(project, "..", "nullspace");
    const [object, ...commands] = steps();
    assert.deepEqual([object?.language, ...commands.map(({ language }) => language)], ["ts", "sh", "sh"]);
    const run = (command: string) =>
      bash(["-euc", command.replaceAll("npx slipway", "node src/cli/slipway.mjs")], {
        cwd: project,
        reject: false,
      });

    // 1. Its own Dockerfile, beside those that are there.
    const dockerfiles = [...nullspace.images, { dockerfile: "services/search/Dockerfile" }];
    for (const { dockerfile } of dockerfiles)
      writeDockerfile(path.join(checkout, dockerfile), nullspace.images);
    // 2. The object, after that of the last service.
    const file = path.join(project, "systems/nullspace/index.ts");
    const source = readFileSync(file, "utf8");
    const last = 'service({ id: "ops", dockerfile: "services/ops/Dockerfile" }),\n';
    assert.ok(source.includes(last));
    writeFileSync(file, source.replace(last, `${last}${object?.code ?? ""}\n`));
    // 3. and 4.
    const results = [];
    for (const { code } of commands) results.push(await run(code));
    assert.deepEqual(
      results.map(({ exitCode, stderr }) => ({ exitCode, stderr })),
      commands.map(() => ({ exitCode: 0, stderr: "" })),
    );
    // 5. What the pull request builds, and the merge publishes.
    const workflow = readFileSync(path.join(checkout, ".github/workflows/build-images.yml"), "utf8");
    const { jobs } = parse(workflow) as {
      jobs: Record<string, { strategy: { matrix: { include: { id: string; image: string }[] } } }>;
    };
    for (const job of ["build", "pull-request"]) {
      const cells = jobs[job]?.strategy.matrix.include ?? [];
      assert.deepEqual(
        cells.map(({ id, image }) => `${id} ${image}`),
        [...nullspace.images.map(({ id }) => id), "search"].map((id) => `${id} nullspace-${id}`),
      );
    }
  });
});

/** A Dockerfile that declares whatever any image of the system is given, and says that none of it is a secret (N16). */
function writeDockerfile(file: string, images: typeof nullspace.images): void {
  const names = images.flatMap(({ versionArgs = [], variableArgs = {} }) => [
    ...versionArgs,
    ...Object.keys(variableArgs),
  ]);
  mkdirSync(path.dirname(file), { recursive: true });
  const header = "# check=skip=SecretsUsedInArgOrEnv";
  writeFileSync(file, `${header}\nFROM scratch\n${names.map((name) => `ARG ${name}\n`).join("")}`);
}

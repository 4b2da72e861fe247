import { execa } from "execa";
import pc from "picocolors";
import { globSync } from "tinyglobby";
import { pythonPrograms } from "../local/python.js";

/** One check: a program and its arguments. It passes if the program exits with 0. */
interface Check {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
}

/** `npm run check`: all static checks of the sources. */
async function main(): Promise<number> {
  const programs = await pythonPrograms("tools/checks/requirements.txt");
  const dockerfiles = globSync("systems/*/files/**/Dockerfile*").filter(
    (file) => !file.endsWith(".dockerignore"),
  );
  const scripts = [...globSync("systems/*/files/**/*.sh"), ".ci/run"];
  const workflows = globSync(
    [".github/*.yml", ".github/workflows/*.yml", "tests/golden/**/.github/**/*.yml"],
    {
      dot: true,
    },
  );
  const checks: readonly Check[] = [
    { name: "types (tsc)", command: ["tsc", "--noEmit"] },
    { name: "rules (eslint)", command: ["eslint", ".", "--max-warnings=0"] },
    { name: "format (prettier)", command: ["prettier", "--check", "--log-level=warn", "."] },
    { name: "Dockerfiles (hadolint)", command: [`${programs}/hadolint`, ...dockerfiles] },
    { name: "scripts (shellcheck)", command: [`${programs}/shellcheck`, ...scripts] },
    {
      name: "workflows (actionlint, zizmor, GitHub's parser)",
      command: ["tsx", "tools/checks/workflows/check-workflows.ts", programs, ...workflows],
    },
    { name: "changes of the catalogue", command: ["tsx", "tools/checks/catalogue-changes.ts"] },
  ];
  let failed = 0;
  for (const { name, command } of checks) {
    const [program, ...args] = command;
    const started = Date.now();
    const { failed: broken, all } = await execa(program, args, {
      preferLocal: true,
      reject: false,
      all: true,
    });
    const seconds = ((Date.now() - started) / 1000).toFixed(1);
    console.log(`${broken ? pc.red("✖") : pc.green("✔")} ${name} (${seconds} s)`);
    if (!broken) continue;
    failed++;
    console.log(all);
  }
  console.log(`checks: ${checks.length - failed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

void main().then((status) => {
  process.exitCode = status;
});

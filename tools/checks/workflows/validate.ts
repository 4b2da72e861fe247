import { basename, join, relative, resolve } from "node:path";
import { execa } from "execa";
import * as v from "valibot";
import { obtain } from "../../local/obtain.js";
import { parts } from "../../local/parts.js";
import { userError } from "../../local/step-report.js";

const finding = v.object({
  tool: v.picklist(["actionlint", "zizmor", "parser"]),
  /** Absolute path. */
  file: v.string(),
  /** From 1. */
  line: v.number(),
  /** The tool's name of the rule. */
  rule: v.string(),
  message: v.string(),
});

/** A validator's complaint about a workflow file. */
export type WorkflowFinding = v.InferOutput<typeof finding>;

/** A finding as one line that editors and terminals can link. */
export function describeFinding({ file, line, message, tool, rule }: WorkflowFinding): string {
  return `${relative(process.cwd(), file)}:${line}: ${message} (${tool}: ${rule})`;
}

/**
 * All findings of the validators in files of `.github`, ordered by file and line. All three read workflows; only zizmor
 * reads Dependabot's file. zizmor refuses a file that is not a workflow, so it gets those that GitHub's parser accepts.
 *
 * @param programs the folder of zizmor and shellcheck: `pythonPrograms("tools/checks/requirements.txt")`.
 * @throws UserError if a validator fails.
 */
export async function validateWorkflows(
  files: readonly string[],
  programs: string,
): Promise<WorkflowFinding[]> {
  const paths = files.map((file) => resolve(file));
  const workflows = paths.filter((path) => basename(path) !== "dependabot.yml");
  const refused = await parser(workflows);
  const accepted = paths.filter((path) => !refused.some(({ file }) => file === path));
  return [
    ...refused,
    ...(workflows.length > 0 ? await actionlint(workflows, programs) : []),
    ...(accepted.length > 0 ? await zizmor(accepted, programs) : []),
  ].sort((a, b) => a.file.localeCompare(b.file) || a.line - b.line);
}

/**
 * Runs a validator and parses its JSON. Ignores its exit status: each has its own for findings, and one that fails
 * prints no JSON.
 *
 * @throws UserError with its output if that is not JSON.
 */
export async function runTool<Schema extends v.GenericSchema>(
  program: string,
  args: readonly string[],
  output: Schema,
): Promise<v.InferOutput<Schema>> {
  const { stdout, stderr } = await execa(program, args, {
    reject: false,
    stdin: "ignore",
    preferLocal: true,
  });
  const result = v.safeParse(v.pipe(v.string(), v.parseJson(), output), stdout);
  if (result.success) return result.output;
  const said = (stderr === "" ? stdout : stderr).split("\n").slice(0, 8);
  throw userError(`${program} could not check the workflow files; its output:`, ...said);
}

/**
 * GitHub's own parser, in a separate process: its packages import JSON without an attribute, which only tsx's full
 * loader accepts, not the unit tests' one.
 */
function parser(files: readonly string[]): Promise<WorkflowFinding[]> {
  return runTool("tsx", [join(__dirname, "parser-program.ts"), ...files], v.array(finding));
}

const lint = v.object({ filepath: v.string(), line: v.number(), kind: v.string(), message: v.string() });

/**
 * actionlint: runner labels, expressions and their types, contradicting filters, untrusted text in scripts; and
 * shellcheck for every `run` script.
 */
async function actionlint(files: readonly string[], programs: string): Promise<WorkflowFinding[]> {
  const [program] = (await obtain(parts.actionlint)).programs;
  const options = ["-format", "{{json .}}", "-shellcheck", `${programs}/shellcheck`, "-pyflakes", ""];
  const found = await runTool(program, [...options, ...files], v.array(lint));
  // Its paths are relative to the current folder.
  return found.map(({ filepath, line, kind, message }) => ({
    tool: "actionlint",
    file: resolve(filepath),
    line,
    rule: kind,
    message,
  }));
}

const location = v.object({
  symbolic: v.object({
    key: v.object({ Local: v.object({ verbatim_path: v.string() }) }),
    annotation: v.string(),
    kind: v.string(),
  }),
  concrete: v.object({ location: v.object({ start_point: v.object({ row: v.number() }) }) }),
});
const audit = v.object({ ident: v.string(), desc: v.string(), locations: v.array(location) });

/**
 * zizmor: security audits of workflows and Dependabot's file, with the persona that reports everything, without the
 * audits that ask GitHub. It reads no configuration file, so suppressions are in the file itself, with their reason.
 */
async function zizmor(files: readonly string[], programs: string): Promise<WorkflowFinding[]> {
  const options = ["--persona=auditor", "--offline", "--no-config", "--strict-collection", "--quiet"];
  const args = [...options, "--format=json", ...files];
  const found = await runTool(`${programs}/zizmor`, args, v.array(audit));
  return found.map(({ ident, desc, locations }) => {
    const place = locations.find(({ symbolic }) => symbolic.kind === "Primary") ?? locations[0];
    return {
      tool: "zizmor",
      file: place?.symbolic.key.Local.verbatim_path ?? "",
      // zizmor counts rows from 0.
      line: (place?.concrete.location.start_point.row ?? 0) + 1,
      rule: ident,
      message: place === undefined ? desc : `${desc}: ${place.symbolic.annotation}`,
    };
  });
}

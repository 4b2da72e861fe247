import { readFile } from "node:fs/promises";
import { actionInterfaces, inputNames } from "./action-interfaces.js";
import type { WorkflowFinding } from "./validate.js";

/** The highest severity number of the language service that counts: 1 error, 2 warning. Hints only describe crons. */
const WARNING = 2;

/**
 * `tsx parser-program.ts FILE…` prints, as JSON, the findings of GitHub's own libraries: its parser, the conversion
 * that follows, and the language service's checks of expressions and action inputs.
 */
async function main(files: readonly string[]): Promise<void> {
  const { registerLogger } = await import("@actions/languageservice");
  registerLogger({ error: stop, warn: stop, info: stop, log: stop });
  const findings: WorkflowFinding[] = [];
  for (const file of files) findings.push(...(await judge(file)));
  console.log(JSON.stringify(findings));
}

async function judge(file: string): Promise<WorkflowFinding[]> {
  const { validate } = await import("@actions/languageservice");
  const { TextDocument } = await import("vscode-languageserver-textdocument");
  const document = TextDocument.create(`file:///${file}`, "yaml", 1, await readFile(file, "utf8"));
  const diagnostics = await validate(document, {
    actionsMetadataProvider: {
      fetchActionMetadata: ({ owner, name, path, ref }) =>
        Promise.resolve(metadata([owner, name, path].filter((part) => part !== undefined).join("/"), ref)),
    },
  });
  return diagnostics
    .filter(({ severity }) => severity === undefined || severity <= WARNING)
    .map(({ range, code, message }) => ({
      tool: "parser",
      file,
      line: range.start.line + 1,
      rule: String(code ?? "syntax"),
      message: typeof message === "string" ? message : message.value,
    }));
}

/**
 * What the service would read from an action's repository. Undefined, which it reports, for an action that is not
 * pinned here.
 */
function metadata(name: string, ref: string) {
  const found = actionInterfaces[name];
  if (found?.commit !== ref) return undefined;
  // An input with a default is never missing, whatever the default is.
  const inputs = inputNames(found).map(
    (input) => [input, { description: "", required: found.required.includes(input) }] as const,
  );
  return { name, description: "", inputs: Object.fromEntries(inputs) };
}

/** The service logs an internal exception and returns, which would pass as a clean file. */
function stop(message: string): never {
  throw new Error(message);
}

void main(process.argv.slice(2));

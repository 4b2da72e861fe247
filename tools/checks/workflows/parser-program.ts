import { readFile } from "node:fs/promises";
import { actionInterfaces, inputNames } from "./action-interfaces.js";
import type { Finding } from "./finding.js";

/** Severities of the language service up to which a diagnostic counts: 1 error, 2 warning. A hint says a cron in words. */
const WARNING = 2;

/**
 * `tsx parser-program.ts FILE…` prints, as JSON, what GitHub's own libraries find in workflow files: its parser, the
 * conversion that the service does next, and the language service's checks of expressions and of inputs of actions.
 */
async function main(files: readonly string[]): Promise<void> {
  const { registerLogger } = await import("@actions/languageservice");
  registerLogger({ error: stop, warn: stop, info: stop, log: stop });
  const findings: Finding[] = [];
  for (const file of files) findings.push(...(await judge(file)));
  console.log(JSON.stringify(findings));
}

async function judge(file: string): Promise<Finding[]> {
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

/** What the service would read from an action's repository. Undefined, which it reports, for what is not pinned here. */
function metadata(name: string, ref: string) {
  const found = actionInterfaces[name];
  if (found?.commit !== ref) return undefined;
  // An input with a default is never missed, whatever the default is.
  const inputs = inputNames(found).map(
    (input) => [input, { description: "", required: found.required.includes(input) }] as const,
  );
  return { name, description: "", inputs: Object.fromEntries(inputs) };
}

/** The service logs an exception inside it and returns; that would pass for a clean file. */
function stop(message: string): never {
  throw new Error(message);
}

void main(process.argv.slice(2));

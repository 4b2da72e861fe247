import { pathToFileURL } from "node:url";
import type * as parser from "@actions/workflow-parser";
import type * as converter from "@actions/workflow-parser/model/convert";
import type { Problem } from "../../problems/problem.js";
import { whereIs } from "./parsed-workflow.js";
import type { WorkflowText } from "./workflow-files.js";

/** Finds everything that GitHub's own parser refuses in a workflow file. */
export type OfficialParser = (file: WorkflowText, system: string) => Promise<Problem[]>;

/** GitHub's own parser, loaded once. */
export function officialParser(): Promise<OfficialParser> {
  return (loading ??= load());
}

let loading: Promise<OfficialParser> | undefined;

/** The package imports JSON without an import attribute, which Node refuses and tsx's loader accepts. */
async function load(): Promise<OfficialParser> {
  const { register } = await import("tsx/esm/api");
  const loader = register({ namespace: "official-parser" });
  const here = pathToFileURL(__filename).href;
  const { parseWorkflow, convertWorkflowTemplate, NoOperationTraceWriter } = (await loader.import(
    "@actions/workflow-parser",
    here,
  )) as typeof parser;
  const { ErrorPolicy } = (await loader.import(
    "@actions/workflow-parser/model/convert",
    here,
  )) as typeof converter;
  return async ({ workflow, text }, system) => {
    const file = { name: workflow.file, content: text };
    const { context, value } = parseWorkflow(file, new NoOperationTraceWriter());
    if (value !== undefined) {
      await convertWorkflowTemplate(context, value, undefined, { errorPolicy: ErrorPolicy.TryConversion });
    }
    const lines = text.split("\n");
    return context.errors.getErrors().map(({ rawMessage, range }) => {
      const line = range?.start.line;
      return {
        where: whereIs(
          system,
          workflow,
          ...(line === undefined ? [] : [`line ${line} (${(lines[line - 1] ?? "").trim()})`]),
        ),
        expected: "a workflow that GitHub's parser accepts",
        found: rawMessage,
        fix: `correct the workflow in systems/${system}`,
      };
    });
  };
}

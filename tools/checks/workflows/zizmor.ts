import * as v from "valibot";
import type { WorkflowFinding } from "./workflow-finding.js";
import { runTool } from "./run-tool.js";

const location = v.object({
  symbolic: v.object({
    key: v.object({ Local: v.object({ verbatim_path: v.string() }) }),
    annotation: v.string(),
    kind: v.string(),
  }),
  concrete: v.object({ location: v.object({ start_point: v.object({ row: v.number() }) }) }),
});

const output = v.array(v.object({ ident: v.string(), desc: v.string(), locations: v.array(location) }));

/**
 * zizmor: security audits of workflows and Dependabot's file, with the persona that reports everything, without the
 * audits that ask GitHub. It reads no configuration file, so suppressions are in the file itself, with their reason.
 *
 * @param programs the folder that holds zizmor.
 */
export async function zizmor(files: readonly string[], programs: string): Promise<WorkflowFinding[]> {
  if (files.length === 0) return [];
  const found = await runTool(
    `${programs}/zizmor`,
    [
      "--persona=auditor",
      "--offline",
      "--no-config",
      "--strict-collection",
      "--quiet",
      "--format=json",
      ...files,
    ],
    output,
  );
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

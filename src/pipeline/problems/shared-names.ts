import { groupBy } from "../../catalogue/group-by.js";
import type { Problem } from "../../problems/problem.js";
import { possibleTexts } from "../possible-values.js";
import { cacheEntries, isShared } from "./cache-writes.js";
import { cellsOf, fieldOf } from "./cells.js";
import type { ParsedJob, ParsedWorkflow } from "./parsed-workflow.js";

/**
 * Names that two jobs of a repository give to things of theirs that GitHub or a registry keeps one of, so that each
 * overwrites the other's: build caches (user pain 6) and the categories of findings. A matrix is as many jobs as cells.
 * What an expression gives in the run is compared by its words.
 */
export function sharedNameProblems(workflows: readonly ParsedWorkflow[]): Problem[] {
  const all = workflows.flatMap(({ jobs }) => jobs);
  return [
    ...clashes(all.flatMap(cachesWritten)).map(([name, owners]) => ({
      where: owners.map(({ where }) => where).join(" and "),
      expected: "a build cache of its own for each job that writes one",
      found: `${name} for both`,
      fix: "give each a scope or reference of its own, such as its image and platform",
    })),
    ...clashes(all.flatMap(categories)).map(([name, owners]) => ({
      where: owners.map(({ where }) => where).join(" and "),
      expected: "a category of its own for each upload of findings",
      found: `${name} for both`,
      fix: "name the image in the category",
    })),
  ];
}

/** A name in use, where, and by which run of which job. */
interface Use {
  readonly name: string;
  readonly where: string;
  readonly owner: string;
}

/** Names that more than one owner uses, with one use of each owner. */
function clashes(uses: readonly Use[]): [string, readonly Use[]][] {
  return [...groupBy(uses, ({ name }) => name)].flatMap(([name, users]) => {
    const owners = [...new Map(users.map((use) => [use.owner, use])).values()];
    return owners.length < 2 ? [] : [[name, owners]];
  });
}

/** A job may write its cache in two steps, one after the other. */
function cachesWritten(job: ParsedJob): Use[] {
  return usesOf(job, "docker/build-push-action", "cache-to", (text) =>
    cacheEntries(text).filter(isShared).map(cacheName),
  );
}

/** What tells caches apart: BuildKit's own default is one scope for all. */
function cacheName(entry: string): string {
  const options = new Map(
    entry.split(",").map((option) => {
      const [name = "", ...value] = option.split("=");
      return [name, value.join("=")];
    }),
  );
  const type = options.get("type") ?? "registry";
  return type === "gha"
    ? `type=gha,scope=${options.get("scope") ?? "buildkit"}`
    : `type=${type},ref=${options.get("ref") ?? entry}`;
}

function categories(job: ParsedJob): Use[] {
  return usesOf(job, "github/codeql-action/upload-sarif", "category", (text) => [text]).map((use, index) => ({
    ...use,
    owner: `${use.owner}, upload ${index + 1}`,
  }));
}

/** The names that an input of an action gives in each cell of a job. */
function usesOf(
  job: ParsedJob,
  action: string,
  input: string,
  namesIn: (text: string) => readonly string[],
): Use[] {
  const given = job.steps.flatMap(({ step, inputs, where }) => {
    const text = "uses" in step && step.uses === action ? inputs.get(input) : undefined;
    return text === undefined ? [] : [{ text, where }];
  });
  return cellsOf(job).flatMap((cell, index) =>
    given.flatMap(({ text, where }) =>
      possibleTexts(text.template, (reference) => fieldOf(cell, reference))
        .flatMap(namesIn)
        .map((name) => ({ name, where, owner: `${job.where}, cell ${index + 1}` })),
    ),
  );
}

import { groupBy } from "../../catalogue/group-by.js";
import { type Problem, unless } from "../../problems/problem.js";
import { possibleTexts } from "../possible-values.js";
import { cacheEntries, isShared } from "./cache-writes.js";
import { type ParsedJob, type ParsedWorkflow, cellsOf, fieldOf } from "./parsed-workflow.js";

/**
 * Build caches (user pain 6) and categories of findings with one name in two jobs of a repository, so that each job
 * overwrites those of the other. Every cell of a matrix counts as a job. Values known only in the run are compared by
 * their expressions.
 */
export function sharedNameProblems(workflows: readonly ParsedWorkflow[]): Problem[] {
  const all = workflows.flatMap(({ jobs }) => jobs);
  return [
    ...clashes(
      all.flatMap(cachesWritten),
      "a build cache of its own for each job that writes one",
      "give each a scope or reference of its own, such as its image and platform",
    ),
    ...clashes(
      all.flatMap(categories),
      "a category of its own for each upload of findings",
      "name the image in the category",
    ),
  ];
}

/** A name, where it is used, and by which cell of which job. */
interface Use {
  readonly name: string;
  readonly where: string;
  readonly owner: string;
}

/** Names with more than one owner. */
function clashes(uses: readonly Use[], expected: string, fix: string): Problem[] {
  return [...groupBy(uses, ({ name }) => name)].flatMap(([name, users]) => {
    const owners = [...new Map(users.map((use) => [use.owner, use])).values()];
    const where = owners.map((use) => use.where).join(" and ");
    return unless(owners.length < 2, { where, expected, found: `${name} for both`, fix });
  });
}

/** One job may write its cache in two steps. */
function cachesWritten(job: ParsedJob): Use[] {
  return usesOf(job, "docker/build-push-action", "cache-to", (text) =>
    cacheEntries(text).filter(isShared).map(cacheName),
  );
}

/** Identity of a cache. BuildKit's default is one scope for all. */
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

/** The names in an action's input in each cell of a job. */
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

import * as v from "valibot";
import { matchesRefs } from "../../../src/catalogue/ref-filter.js";
import type { Happening } from "./events.js";

const patterns = v.optional(v.array(v.string()));
/** What stands behind an event. Nothing is a filter that everything passes. */
const filter = v.optional(
  v.nullable(v.strictObject({ branches: patterns, tags: patterns, paths: patterns })),
);
const triggers = v.strictObject({
  push: filter,
  pull_request: filter,
  workflow_dispatch: filter,
  schedule: v.optional(v.array(v.strictObject({ cron: v.string() })), []),
});

type Filter = NonNullable<v.InferOutput<typeof filter>>;

/**
 * Whether GitHub would start a workflow. act starts it for every event that the file names, whatever the filters say,
 * so they are judged here, as GitHub's documentation has them:
 *
 * - `branches` without `tags` leaves out tags, and the other way round; neither of them takes both;
 * - a pull request is judged by the branch that it is to be merged into;
 * - of the changed files one has to fit `paths`; a git tag is not asked for them;
 * - a schedule runs on the default branch only.
 *
 * @param on the workflow's `on`, as YAML gives it. A trigger or filter that is not known here throws.
 */
export function starts(on: unknown, happening: Happening): boolean {
  const { push, pull_request: pullRequest, workflow_dispatch: byHand, schedule } = v.parse(triggers, on);
  const { event } = happening;
  switch (event.name) {
    case "push":
      return push !== undefined && takesPush(push ?? {}, happening);
    case "pull_request":
      return pullRequest !== undefined && takesPullRequest(pullRequest ?? {}, happening);
    case "workflow_dispatch":
      return byHand !== undefined;
    case "schedule":
      return schedule.some(({ cron }) => cron === happening.cron);
    default:
      return event satisfies never;
  }
}

function takesPush({ branches, tags, paths }: Filter, { event, changed }: Happening): boolean {
  const [, kind, name = ""] = /^refs\/(heads|tags)\/(.*)$/s.exec(event.ref) ?? [];
  const unfiltered = branches === undefined && tags === undefined;
  if (kind === "tags") return unfiltered || matchesRefs(tags ?? [], name);
  return (unfiltered || matchesRefs(branches ?? [], name)) && takesPaths(paths, changed);
}

function takesPullRequest({ branches, paths }: Filter, { base = "", changed }: Happening): boolean {
  return (branches === undefined || matchesRefs(branches, base)) && takesPaths(paths, changed);
}

/** Patterns of paths are written as those of refs are. */
function takesPaths(paths: readonly string[] | undefined, changed: readonly string[]): boolean {
  return paths === undefined || changed.some((file) => matchesRefs(paths, file));
}

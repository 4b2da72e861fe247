/**
 * A second reading of docker/metadata-action's `tags` input, from its documentation, to hold against ours: it knows the
 * lines alone, and nothing of the rules they were made from. `flavor: latest=false` is taken for granted.
 */
export interface ActionContext {
  readonly eventName: string;
  readonly ref: string;
  readonly sha: string;
  readonly defaultBranch: string;
}

const PRIORITIES: Readonly<Record<string, number>> = { semver: 900, ref: 600, raw: 200, sha: 100 };

export function tagsOfLines(lines: readonly string[], context: ActionContext): string[] {
  const rules = lines.map((line) => new Map(line.split(",").map((field) => splitAtFirst(field, "="))));
  const tags: string[] = [];
  for (const priority of [900, 600, 200, 100]) {
    for (const rule of rules) {
      const type = rule.get("type") ?? "raw";
      if (PRIORITIES[type] !== priority) continue;
      if (rule.get("enable") === "{{is_default_branch}}" && !onDefaultBranch(context)) continue;
      const tag = nameOf(type, rule, context).replace(/[^\w.-]+/gu, "-");
      if (tag !== "" && !tags.includes(tag)) tags.push(tag);
    }
  }
  return tags;
}

function nameOf(type: string, rule: ReadonlyMap<string, string>, { ref, sha }: ActionContext): string {
  const branch = /^refs\/heads\/(.*)$/s.exec(ref)?.[1] ?? "";
  const gitTag = /^refs\/tags\/(.*)$/s.exec(ref)?.[1] ?? "";
  if (type === "ref") return rule.get("event") === "branch" ? branch : gitTag;
  if (type === "sha") return "sha-" + (rule.get("format") === "long" ? sha : sha.slice(0, 7));
  if (type === "raw") return rule.get("value") ?? "";
  const [, version, major = "", minor = "", , pre] = VERSION.exec(gitTag.replaceAll("/", "-")) ?? [];
  if (version === undefined) return "";
  if (pre !== undefined) return version;
  return (rule.get("pattern") ?? "")
    .replace("{{version}}", version)
    .replace("{{major}}", major)
    .replace("{{minor}}", minor);
}

const NUMBER = "0|[1-9]\\d*";
const PRERELEASE = `(?:${NUMBER}|\\d*[A-Za-z-][\\dA-Za-z-]*)`;
const BUILD = "[\\dA-Za-z-]+";
/** Semantic Versioning 2.0.0, with an optional `v`; the version is without what follows a `+`. */
const VERSION = new RegExp(
  `^v?((${NUMBER})\\.(${NUMBER})\\.(${NUMBER})(-${PRERELEASE}(?:\\.${PRERELEASE})*)?)(?:\\+${BUILD}(?:\\.${BUILD})*)?$`,
);

function onDefaultBranch({ eventName, ref, defaultBranch }: ActionContext): boolean {
  return eventName === "schedule" || ref === `refs/heads/${defaultBranch}`;
}

function splitAtFirst(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return [text.slice(0, at), text.slice(at + 1)];
}

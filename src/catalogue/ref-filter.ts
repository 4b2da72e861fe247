/**
 * GitHub's filter patterns for branches and git tags, as in `on.push.tags`. They differ from globs: `?` and `+`
 * quantify the character before them, and a name must match entirely. minimatch and picomatch read them differently,
 * and no npm library was found that does it right.
 *
 * | pattern | stands for                                               |
 * | ------- | -------------------------------------------------------- |
 * | `*`     | any characters but `/`                                   |
 * | `**`    | any characters; `**` + `/` any folders, or none          |
 * | `?`     | the character before it, or nothing                      |
 * | `+`     | the character before it, once or more                    |
 * | `[0-9]` | one of the letters and digits listed, or in a range      |
 * | `\`     | the next character, literally                            |
 * | `!`     | at the start: excludes what earlier patterns included    |
 */

/** Whether a workflow with this filter runs for `name`, without `refs/heads/` or `refs/tags/`. */
export function matchesRef(filter: string, name: string): boolean {
  return matchesRefs([filter], name);
}

/** The same for a list, where the last matching filter decides. A malformed filter matches nothing. */
export function matchesRefs(filters: readonly string[], name: string): boolean {
  const deciding = filters.findLast((filter) => expressionOf(filter.replace(/^!/, ""))?.test(name));
  return deciding !== undefined && !isNegative(deciding);
}

/** Whether GitHub can parse it, and it can match something on its own. */
export function isRefFilter(filter: string): boolean {
  return !isNegative(filter) && filter !== "" && piecesOf(filter) !== undefined;
}

/**
 * A filter for languages whose only wildcard is "any characters": each character, or `undefined` for the wildcard. It
 * matches everything that the filter matches, and often more. Undefined if the filter is malformed.
 */
export function widened(filter: string): readonly (string | undefined)[] | undefined {
  return piecesOf(filter)?.map(({ character }) => character);
}

/**
 * Patterns for GitHub's rulesets, which use fnmatch (`*` excludes `/`, and there is no `+`): `[0-9]+.[0-9]+` → `*.*`.
 * Together they match every name that the filter matches, and often more. Undefined if the filter is malformed.
 */
export function rulePatterns(filter: string): readonly string[] | undefined {
  const pattern = widened(filter)
    ?.map((character) => character ?? "*")
    .join("")
    .replace(/\*+/g, "*");
  if (pattern === undefined || !filter.includes("**")) return pattern === undefined ? undefined : [pattern];
  // With and without slashes: only `**/` matches across folders.
  const start = pattern.slice(0, pattern.indexOf("*"));
  return [`${start}*`, `${start}*/**/*`];
}

/** ECR's limit of wildcards in one pattern. */
const MAX_WILDCARDS = 4;

/**
 * A pattern of image tags for the git tags that a filter matches, as in ECR's `tagPatternList`, where only `*` is
 * special: `[0-9]+.[0-9]+` → `*.*`. It matches the image tag of every such git tag, and as little else as ECR can
 * express. Undefined if the filter is malformed.
 */
export function tagPattern(filter: string): string | undefined {
  const characters = widened(filter);
  if (characters === undefined) return undefined;
  return merged(
    characters
      .map((character) => (character === undefined ? "*" : TAG_CHARACTER.test(character) ? character : "/"))
      .join("")
      // A run of illegal characters becomes one hyphen, also where it goes on under a wildcard.
      .replace(/\/[/*]*/g, (run) => (run.includes("*") ? "-*" : "-"))
      .replace(/\*+/g, "*"),
  );
}

const TAG_CHARACTER = /[A-Za-z0-9._-]/;

/** The text between wildcards beyond ECR's limit becomes part of the last one. */
function merged(pattern: string): string {
  const parts = pattern.split("*");
  if (parts.length - 1 <= MAX_WILDCARDS) return pattern;
  return [...parts.slice(0, MAX_WILDCARDS), parts.at(-1)].join("*");
}

/** A part of a filter. `character` is set if it matches exactly that one. */
interface Piece {
  readonly expression: string;
  readonly character?: string;
}

const PIECE =
  /(?<wildcard>\*\*\/|\*\*?)|(?:\\(?<escaped>.)|\[(?<set>(?:[a-z]-[a-z]|[A-Z]-[A-Z]|\d-\d|[A-Za-z0-9])+)\]|(?<plain>[^\\[*+?]))(?<count>[?+]?)/gsuy;
const WILDCARDS = new Map([
  ["**/", "(?:.+/)?"],
  ["**", ".*"],
  ["*", "[^/]*"],
]);

/** The parts of a filter; undefined if it is malformed. */
function piecesOf(filter: string): Piece[] | undefined {
  const matches = [...filter.matchAll(PIECE)];
  if (matches.map(([text]) => text).join("") !== filter) return undefined;
  const pieces = matches.map(({ groups = {} }) => pieceOf(groups));
  return pieces.every(isExpression) ? pieces : undefined;
}

function pieceOf(groups: Readonly<Record<string, string | undefined>>): Piece {
  const { wildcard, escaped, set, plain, count = "" } = groups;
  if (wildcard !== undefined) return { expression: WILDCARDS.get(wildcard) ?? "" };
  if (set !== undefined) return { expression: `[${set}]${count}` };
  const character = escaped ?? plain ?? "";
  const expression = character.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&") + count;
  return count === "" ? { expression, character } : { expression };
}

/** A range can still be reversed, such as `[9-0]`. */
function isExpression({ expression }: Piece): boolean {
  try {
    new RegExp(expression, "u");
    return true;
  } catch {
    return false;
  }
}

function expressionOf(filter: string): RegExp | undefined {
  const pieces = piecesOf(filter);
  return pieces && new RegExp(`^${pieces.map(({ expression }) => expression).join("")}$`, "su");
}

function isNegative(filter: string): boolean {
  return filter.startsWith("!");
}

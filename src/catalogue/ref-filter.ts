/**
 * GitHub's filter patterns for branches and git tags, as `on.push.tags` of a workflow takes them. Close to globs, but
 * not the same: `?` and `+` count the character before them, and a name must match from end to end. So neither
 * minimatch nor picomatch reads them right, and no library on npm was found that does.
 *
 * | pattern | stands for                                               |
 * | ------- | -------------------------------------------------------- |
 * | `*`     | any characters but `/`                                   |
 * | `**`    | any characters; `**` + `/` any folders, or none          |
 * | `?`     | the character before it, or nothing                      |
 * | `+`     | the character before it, once or more                    |
 * | `[0-9]` | one of the letters and digits listed, or in a range      |
 * | `\`     | the next character as it is                              |
 * | `!`     | at the start: takes out again what earlier patterns took |
 */

/** Whether a workflow with this one filter starts for `name`, which is without `refs/heads/` or `refs/tags/`. */
export function matchesRef(filter: string, name: string): boolean {
  return matchesRefs([filter], name);
}

/** The same for a list, of which the last filter that fits decides. A malformed filter fits nothing. */
export function matchesRefs(filters: readonly string[], name: string): boolean {
  const deciding = filters.findLast((filter) => expressionOf(withoutNegation(filter))?.test(name));
  return deciding !== undefined && !isNegative(deciding);
}

/** Whether GitHub can read it, and it can match something by itself. */
export function isRefFilter(filter: string): boolean {
  return !isNegative(filter) && filter !== "" && piecesOf(filter) !== undefined;
}

/**
 * A filter for places that know no other wildcard than "any characters": each character, and `undefined` for what is
 * left open. It lets through all that the filter does, and often more. Undefined where the filter is malformed.
 */
export function widened(filter: string): readonly (string | undefined)[] | undefined {
  return piecesOf(filter)?.map(({ character }) => character);
}

/**
 * Patterns for GitHub's rules about branches and tags, which are of another language (fnmatch: `*` is any characters but
 * `/`, and there is no `+`): `[0-9]+.[0-9]+` → `*.*`. Together they fit every name that the filter lets through, and
 * often more. Undefined where the filter is malformed.
 */
export function rulePatterns(filter: string): readonly string[] | undefined {
  const pattern = widened(filter)
    ?.map((character) => character ?? "*")
    .join("")
    .replace(/\*+/g, "*");
  if (pattern === undefined || !filter.includes("**")) return pattern === undefined ? undefined : [pattern];
  // What may hold slashes is said with and without: `**/` is any folders, and nothing else crosses one.
  const start = pattern.slice(0, pattern.indexOf("*"));
  return [`${start}*`, `${start}*/**/*`];
}

/** ECR takes no more wildcards than this in one pattern. */
const MAX_WILDCARDS = 4;

/**
 * A pattern of image tags, in which `*` alone is special as in ECR's `tagPatternList`, for the git tags that a filter
 * lets through: `[0-9]+.[0-9]+` → `*.*`. It fits the image tag of every such git tag, and as little else as ECR can
 * say. Undefined where the filter is malformed.
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

/** What stands between the last wildcards that ECR would take becomes part of the last. */
function merged(pattern: string): string {
  const parts = pattern.split("*");
  if (parts.length - 1 <= MAX_WILDCARDS) return pattern;
  return [...parts.slice(0, MAX_WILDCARDS), parts.at(-1)].join("*");
}

/** A part of a filter: `character` where it stands for exactly this one. */
interface Piece {
  readonly expression: string;
  readonly character?: string;
}

const PIECE =
  /\\(?<escaped>.)|\[(?<set>(?:[a-z]-[a-z]|[A-Z]-[A-Z]|\d-\d|[A-Za-z0-9])+)\]|(?<folders>\*\*\/)|(?<anything>\*\*)|(?<segment>\*)|(?<plain>[^\\[*+?])/suy;
const COUNT = /[?+]/y;

/** The filter cut into its parts; undefined where it is malformed. */
function piecesOf(filter: string): Piece[] | undefined {
  const pieces: Piece[] = [];
  for (let at = 0; at < filter.length;) {
    PIECE.lastIndex = at;
    const match = PIECE.exec(filter);
    if (match === null) return undefined;
    at = PIECE.lastIndex;
    const piece = pieceOf(match.groups ?? {});
    COUNT.lastIndex = at;
    const count = piece.countable ? (COUNT.exec(filter)?.[0] ?? "") : "";
    at += count.length;
    if (count === "") pieces.push(piece);
    else pieces.push({ expression: piece.expression + count });
  }
  return pieces.some(({ expression }) => !isExpression(expression)) ? undefined : pieces;
}

function pieceOf(groups: Readonly<Record<string, string | undefined>>): Piece & { countable: boolean } {
  const { escaped, set, folders, anything, segment, plain } = groups;
  if (set !== undefined) return { expression: `[${set}]`, countable: true };
  if (folders !== undefined) return { expression: "(?:.+/)?", countable: false };
  if (anything !== undefined) return { expression: ".*", countable: false };
  if (segment !== undefined) return { expression: "[^/]*", countable: false };
  const character = escaped ?? plain ?? "";
  return { expression: character.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&"), character, countable: true };
}

/** A range can still be upside down, such as `[9-0]`. */
function isExpression(text: string): boolean {
  try {
    new RegExp(text, "u");
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

function withoutNegation(filter: string): string {
  return isNegative(filter) ? filter.slice(1) : filter;
}

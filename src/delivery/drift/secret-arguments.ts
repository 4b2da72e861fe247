import { type Dockerfile, DockerfileParser, type PropertyInstruction } from "dockerfile-ast";
import type { Problem } from "../../problems/problem.js";

/** BuildKit's check for names that suggest a secret. */
const CHECK = "SecretsUsedInArgOrEnv";

/** The line that turns it off for a whole Dockerfile. */
const HEADER = `# check=skip=${CHECK}`;

/** BuildKit's own words (0.31): the first make a name suspicious, the others clear it. */
const SUSPECT = /(?:^|_)(?:apikey|auth|credentials?|key|password|pword|passwd|secret|token)(?:_|$)/i;
const CLEAR = /(?:^|_)(?:public|file|version)(?:_|$)/i;

/** Whether BuildKit takes the name of an `ARG` or `ENV` for a secret's. */
export function isSuspect(name: string): boolean {
  return SUSPECT.test(name) && !CLEAR.test(name);
}

/**
 * Where BuildKit would warn, in every build, of arguments that are public by the catalogue, such as an address with
 * AUTH in its name (N16). A permanent warning hides the next one.
 *
 * @param where The image and its Dockerfile, for people.
 * @param args The arguments that the catalogue passes as public configuration.
 */
export function secretArgumentProblems(where: string, text: string, args: readonly string[]): Problem[] {
  const dockerfile = DockerfileParser.parse(text);
  const declared = namesInStages(dockerfile);
  const suspects = args.filter((name) => isSuspect(name) && declared.has(name));
  if (suspects.length === 0 || skipsCheck(dockerfile)) return [];
  return [
    {
      where,
      expected: `the first line ${HEADER}: BuildKit takes ${suspects.join(", ")} for secrets by name`,
      found: text.includes(HEADER) ? "that line further down, where it is only a comment" : "none",
      fix: "begin the file with it, and give the reason below; or choose names that do not suggest a secret",
    },
  ];
}

/** The names of `ARG` and `ENV` within stages. BuildKit ignores an `ARG` above the first `FROM`. */
function namesInStages(dockerfile: Dockerfile): ReadonlySet<string> {
  const above = new Set(dockerfile.getInitialARGs().map((arg) => arg.getRange().start.line));
  const instructions: PropertyInstruction[] = [...dockerfile.getARGs(), ...dockerfile.getENVs()];
  return new Set(
    instructions
      .filter((instruction) => !above.has(instruction.getRange().start.line))
      .flatMap((instruction) => instruction.getProperties().map((property) => property.getName())),
  );
}

/** Directives come first in the file. The first other comment ends them. */
function skipsCheck(dockerfile: Dockerfile): boolean {
  const directives = dockerfile.getDirectives();
  const first = directives.findIndex((directive) => !/^(?:check|escape|syntax)$/i.test(directive.getName()));
  return (first === -1 ? directives : directives.slice(0, first))
    .filter((directive) => directive.getName().toLowerCase() === "check")
    .flatMap((directive) => directive.getValue().split(";"))
    .filter((option) => option.startsWith("skip="))
    .flatMap((option) => option.slice("skip=".length).split(","))
    .some((check) => check === CHECK || check === "all");
}

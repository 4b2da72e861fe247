import { groupBy, repeated } from "./group-by.js";
import { type Problem, unless } from "../problems/problem.js";
import type { Image } from "./image.js";
import type { System } from "./system.js";

const IDENTIFIER = /^[A-Za-z_]\w*$/;

/** Names that suggest a secret. */
const SECRET_NAME = /(?:^|_)(?:TOKEN|SECRET|PASSWORD|PASSWD|KEY|CREDENTIALS?)$/i;

/** Values that bundlers put into browser files are public, whatever their name (N14, N46). */
const PUBLIC_NAME = /^(?:VITE|NEXT_PUBLIC|REACT_APP)_/;

/** Prefixes of well-known secrets. Values are never shown. */
const secretValues: readonly (readonly [RegExp, string])[] = [
  [/\b(?:gh[pousr]_|github_pat_)\w{20}/, "a GitHub token"],
  [/\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/, "an AWS access key"],
  [/\b[rs]k_live_\w{10}/, "a Stripe key"],
  [/\bxox[abeprs]-\w{10}/, "a Slack token"],
  [/\bnpm_\w{30}/, "an npm token"],
  [/\beyJ[\w-]+\.eyJ[\w-]+\./, "a signed token (JWT)"],
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----/, "a private key"],
  [/:\/\/[^/\s:@]+:[^/\s:@]+@/, "a URL with a password"],
];

/** What is wrong with an image's build arguments: names, values, and secrets among them (N46; user pain 16). */
export function argumentProblems(image: Image, system: System, where: string): Problem[] {
  const args = argumentsOf(image, system);
  return [
    ...args.flatMap((argument) => [
      ...unless(IDENTIFIER.test(argument.name), {
        where: `${where}, ${argument.field}`,
        expected: "a name for ARG: letters, digits and _, not starting with a digit",
        found: JSON.stringify(argument.name),
        fix: "rename the argument here and in the Dockerfile",
      }),
      ...[...valueProblem(argument), ...secretProblem(argument)].map((problem) => ({
        where: `${where}, ${argument.field}.${argument.name}`,
        ...problem,
      })),
    ]),
    ...repeated(args, ({ name }) => name).map(([name, group]) => ({
      where: `${where}, ${group.map(({ field }) => field).join(" and ")}`,
      expected: "one source for each build argument",
      found: JSON.stringify(name),
      fix: "remove it from all others",
    })),
  ];
}

interface Argument {
  readonly field: "buildArgs" | "versionArgs" | "variableArgs" | "sourceVersionArg";
  readonly name: string;
  /** Undefined if each build has its own value. */
  readonly value: string | undefined;
}

function argumentsOf(image: Image, { versions }: System): Argument[] {
  const { buildArgs = {}, versionArgs = [], variableArgs = {}, sourceVersionArg } = image;
  const named: [Argument["field"], [name: string, value: string | undefined][]][] = [
    ["buildArgs", Object.entries(buildArgs)],
    ["versionArgs", versionArgs.map((name) => [name, versions[name]])],
    ["variableArgs", Object.entries(variableArgs)],
    ["sourceVersionArg", sourceVersionArg === undefined ? [] : [[sourceVersionArg, undefined]]],
  ];
  return named.flatMap(([field, values]) => values.map(([name, value]) => ({ field, name, value })));
}

type Finding = Omit<Problem, "where">;

/** CI receives one argument per line, in a text that GitHub searches for expressions; empty ones are dropped. */
function valueProblem({ field, value }: Argument): Finding[] {
  if (value === undefined) return [];
  if (/[\r\n]/.test(value))
    return [{ expected: "one line", found: "several", fix: "write the lines to a file in the context" }];
  if (value.includes("${{"))
    return [{ expected: "a plain value", found: "one with ${{", fix: "name it in variableArgs" }];
  if (value === "" && field === "variableArgs")
    return [{ expected: "a safe default", found: "an empty value", fix: "repeat the Dockerfile's default" }];
  return [];
}

function secretProblem({ name, value = "" }: Argument): Finding[] {
  const [, kind] = secretValues.find(([pattern]) => pattern.test(value)) ?? [];
  if (kind === undefined && (!SECRET_NAME.test(name) || PUBLIC_NAME.test(name))) return [];
  return [
    {
      expected: "public configuration: anyone who can pull the image can read its build arguments",
      found: kind === undefined ? "a name that suggests a secret" : `a value that looks like ${kind}`,
      fix: "mount it during the build (RUN --mount=type=secret), or pass it to the container at start",
    },
  ];
}

/** Images that share a variable read one variable of the repository, so they need one default. */
export function sharedVariableProblems({ name: system, images }: System): Problem[] {
  const variables = images.flatMap(({ id, variableArgs = {} }) =>
    Object.entries(variableArgs).map(([name, value]) => ({ id, name, value })),
  );
  return [...groupBy(variables, ({ name }) => name)].flatMap(([name, group]) => {
    const values = [...groupBy(group, ({ value }) => value)];
    if (values.length < 2) return [];
    return {
      where: `systems/${system}, images ${group.map(({ id }) => id).join(" and ")}, variableArgs.${name}`,
      expected: "one default for a shared variable",
      found: values.map(([value]) => JSON.stringify(value)).join(" and "),
      fix: "use the same default, or different names",
    };
  });
}

import { groupBy } from "./group-by.js";
import type { Problem } from "../problems/problem.js";
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
      ...nameProblems(argument, where),
      ...(argument.value === undefined
        ? []
        : valueProblems(argument.field, argument.name, argument.value, where)),
      ...secretProblems(argument, where),
    ]),
    ...[...groupBy(args, ({ name }) => name)]
      .filter(([, group]) => group.length > 1)
      .map(([name, group]) => ({
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
  const named = (field: Argument["field"], values: Readonly<Record<string, string>> = {}) =>
    Object.entries(values).map(([name, value]): Argument => ({ field, name, value }));
  return [
    ...named("buildArgs", image.buildArgs),
    ...(image.versionArgs ?? []).map((name): Argument => ({
      field: "versionArgs",
      name,
      value: versions[name],
    })),
    ...named("variableArgs", image.variableArgs),
    ...(image.sourceVersionArg === undefined
      ? []
      : [{ field: "sourceVersionArg" as const, name: image.sourceVersionArg, value: undefined }]),
  ];
}

function nameProblems({ field, name }: Argument, where: string): Problem[] {
  if (IDENTIFIER.test(name)) return [];
  return [
    {
      where: `${where}, ${field}`,
      expected: "a name for ARG: letters, digits and _, not starting with a digit",
      found: JSON.stringify(name),
      fix: "rename the argument here and in the Dockerfile",
    },
  ];
}

/** CI receives one argument per line, in a text that GitHub searches for expressions; empty ones are dropped. */
function valueProblems(field: string, name: string, value: string, where: string): Problem[] {
  const problem = (expected: string, found: string, fix: string) => ({
    where: `${where}, ${field}.${name}`,
    expected,
    found,
    fix,
  });
  if (/[\r\n]/.test(value))
    return [problem("one line", "several", "write the lines to a file in the context")];
  if (value.includes("${{")) return [problem("a plain value", "one with ${{", "name it in variableArgs")];
  if (value === "" && field === "variableArgs") {
    return [problem("a safe default", "an empty value", "repeat the Dockerfile's default")];
  }
  return [];
}

function secretProblems({ field, name, value = "" }: Argument, where: string): Problem[] {
  const [, kind] = secretValues.find(([pattern]) => pattern.test(value)) ?? [];
  const suspect =
    SECRET_NAME.test(name) && !PUBLIC_NAME.test(name) ? "a name that suggests a secret" : undefined;
  const found = kind === undefined ? suspect : `a value that looks like ${kind}`;
  if (found === undefined) return [];
  return [
    {
      where: `${where}, ${field}.${name}`,
      expected: "public configuration: anyone who can pull the image can read its build arguments",
      found,
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

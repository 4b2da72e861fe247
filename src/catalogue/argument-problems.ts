import { groupBy } from "./group-by.js";
import type { Problem } from "../problems/problem.js";
import type { Image, System } from "./system.js";

const IDENTIFIER = /^[A-Za-z_]\w*$/;

/** Names that speak of a secret. */
const SECRET_NAME = /(?:^|_)(?:TOKEN|SECRET|PASSWORD|PASSWD|KEY|CREDENTIALS?)$/i;

/** What bundlers build into files for the browser is public, whatever it is called (N14, N46). */
const PUBLIC_NAME = /^(?:VITE|NEXT_PUBLIC|REACT_APP)_/;

/** Beginnings of well-known secrets, and what they are. A value is never shown. */
const secretValues: readonly (readonly [RegExp, string])[] = [
  [/\b(?:gh[pousr]_|github_pat_)\w{20}/, "a token of GitHub's"],
  [/\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/, "an access key of AWS's"],
  [/\b[rs]k_live_\w{10}/, "a key of Stripe's"],
  [/\bxox[abeprs]-\w{10}/, "a token of Slack's"],
  [/\bnpm_\w{30}/, "a token of npm's"],
  [/\beyJ[\w-]+\.eyJ[\w-]+\./, "a signed token (JWT)"],
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----/, "a private key"],
  [/:\/\/[^/\s:@]+:[^/\s:@]+@/, "an address with a password"],
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
        expected: "one origin for each build argument",
        found: JSON.stringify(name),
        fix: "remove it from all but one",
      })),
  ];
}

interface Argument {
  readonly field: "buildArgs" | "versionArgs" | "variableArgs" | "sourceVersionArg";
  readonly name: string;
  /** Undefined where each build has its own. */
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
      expected: "names of letters, digits and _, not beginning with a digit, as ARG takes them",
      found: JSON.stringify(name),
      fix: "rename the argument here and in the Dockerfile",
    },
  ];
}

/** Arguments reach CI a line each, in a text that GitHub searches for expressions; an empty one does not reach it. */
function valueProblems(field: string, name: string, value: string, where: string): Problem[] {
  const problem = (expected: string, found: string, fix: string) => ({
    where: `${where}, ${field}.${name}`,
    expected,
    found,
    fix,
  });
  if (/[\r\n]/.test(value))
    return [problem("one line", "several", "write the lines to a file of the context")];
  if (value.includes("${{")) return [problem("a plain value", "one with ${{", "name it in variableArgs")];
  if (value === "" && field === "variableArgs") {
    return [
      problem("a value that is safe where none is set", "an empty one", "repeat the Dockerfile's default"),
    ];
  }
  return [];
}

function secretProblems({ field, name, value = "" }: Argument, where: string): Problem[] {
  const [, kind] = secretValues.find(([pattern]) => pattern.test(value)) ?? [];
  const suspect =
    SECRET_NAME.test(name) && !PUBLIC_NAME.test(name) ? "a name that speaks of a secret" : undefined;
  const found = kind === undefined ? suspect : `a value that looks like ${kind}`;
  if (found === undefined) return [];
  return [
    {
      where: `${where}, ${field}.${name}`,
      expected: "public configuration: whoever can pull the image can read its build arguments",
      found,
      fix: "mount it while building (RUN --mount=type=secret), or give it to the container when it starts",
    },
  ];
}

/** Variables that two images share are one variable of the repository; where it is not set, one default has to do. */
export function sharedVariableProblems({ name: system, images }: System): Problem[] {
  const variables = images.flatMap(({ id, variableArgs = {} }) =>
    Object.entries(variableArgs).map(([name, value]) => ({ id, name, value })),
  );
  return [...groupBy(variables, ({ name }) => name)].flatMap(([name, group]) => {
    const values = [...groupBy(group, ({ value }) => value)];
    if (values.length < 2) return [];
    return {
      where: `systems/${system}, images ${group.map(({ id }) => id).join(" and ")}, variableArgs.${name}`,
      expected: "one default for a variable that images share",
      found: values.map(([value]) => JSON.stringify(value)).join(" and "),
      fix: "give them the same default, or name the arguments apart",
    };
  });
}

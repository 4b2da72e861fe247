import { DockerfileParser } from "dockerfile-ast";
import { parse, TomlError, type TomlTable, type TomlValue } from "smol-toml";
import type { Problem } from "../../problems/problem.js";

/** The keys of a Cargo profile that an environment variable can set. */
const KEYS = [
  "codegen-units",
  "debug",
  "debug-assertions",
  "incremental",
  "lto",
  "opt-level",
  "overflow-checks",
  "panic",
  "rpath",
  "split-debuginfo",
  "strip",
] as const;

/** Values that Cargo takes for the same. */
const SYNONYMS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  debug: { true: "2", full: "2", false: "0", none: "0", limited: "1" },
  lto: { true: "fat" },
  strip: { true: "symbols", false: "none" },
};

/** One setting of a profile, as a Dockerfile's `ENV CARGO_PROFILE_…` has it. */
interface ProfileSetting {
  readonly variable: string;
  readonly profile: string;
  readonly key: string;
  readonly value: string;
}

/**
 * Where a Dockerfile builds by other rules than Cargo.toml states, so that `cargo build` at a desk and the image give
 * different programs: its `ENV CARGO_PROFILE_…` against the profiles (G13), and the features it asks for against those
 * that there are (G15). A Dockerfile that says neither agrees with every manifest.
 *
 * @param where The image and its Dockerfile, for people.
 * @param manifest The text of Cargo.toml in the build context.
 */
export function cargoProblems(where: string, dockerfile: string, manifest: string): Problem[] {
  const settings = profileSettings(dockerfile);
  const features = featuresBuiltWith(dockerfile);
  if (settings.length === 0 && features.length === 0) return [];
  const table = readToml(manifest);
  if (table instanceof TomlError) {
    return [
      {
        where: `${where}, Cargo.toml`,
        expected: "TOML",
        found: `at line ${table.line}: ${reason(table)}`,
        fix: "correct the file; `cargo metadata` reads it too",
      },
    ];
  }
  return [
    ...settings.flatMap((setting) => settingProblem(where, setting, table) ?? []),
    ...features
      .filter((feature) => !hasFeature(table, feature))
      .map((feature) => featureProblem(where, feature)),
  ];
}

function settingProblem(where: string, setting: ProfileSetting, manifest: TomlTable): Problem | undefined {
  const { variable, profile, key, value } = setting;
  const stated = profileValue(manifest, profile, key);
  if (
    stated !== undefined &&
    normal(key, typeof stated === "string" ? stated : JSON.stringify(stated)) === normal(key, value)
  )
    return undefined;
  return {
    where: `${where}, Cargo.toml`,
    expected: `${key} = ${toml(value)} in [profile.${profile}], as ENV ${variable} has it`,
    found: stated === undefined ? `no ${key}` : `${key} = ${JSON.stringify(stated)}`,
    fix: "give both one value: the variable wins in the image, the file everywhere else",
  };
}

function featureProblem(where: string, feature: string): Problem {
  return {
    where: `${where}, Cargo.toml`,
    expected: `the feature ${feature}, which the Dockerfile builds with`,
    found: "none of that name",
    fix: "add it to [features], or take it out of the Dockerfile",
  };
}

/** `CARGO_PROFILE_RELEASE_OPT_LEVEL` → the profile `release`, its key `opt-level`. */
function profileSettings(dockerfile: string): ProfileSetting[] {
  return DockerfileParser.parse(dockerfile)
    .getENVs()
    .flatMap((env) => env.getProperties())
    .flatMap((property) => {
      const variable = property.getName();
      const name = variable.toLowerCase().replaceAll("_", "-");
      const key = KEYS.find((one) => name.startsWith("cargo-profile-") && name.endsWith(`-${one}`));
      if (key === undefined) return [];
      const profile = name.slice("cargo-profile-".length, -key.length - 1);
      // Of build scripts and macros, which are no part of the program.
      if (profile.endsWith("-build-override")) return [];
      return [{ variable, profile, key, value: property.getValue() ?? "" }];
    });
}

/** The features that any `cargo build` of the Dockerfile names, each once; not those of another crate (`crate/feature`). */
function featuresBuiltWith(dockerfile: string): string[] {
  const text = dockerfile.replaceAll(/^\s*#.*$/gm, "").replaceAll("\\\n", " ");
  const commands = [...text.matchAll(/\bcargo build\b[^\n;&|]*/g)].map(([command]) => command);
  const lists = commands.flatMap((command) => [
    ...command.matchAll(/\s(?:--features|-F)[ =](?:"([^"]*)"|'([^']*)'|([^\s'"]+))/g),
  ]);
  const names = lists.flatMap(([, double, single, bare]) => (double ?? single ?? bare ?? "").split(/[\s,]+/));
  return [...new Set(names)].filter((name) => name !== "" && !name.includes("/"));
}

/** Whether a manifest has a feature. Of a workspace without a package of its own, the members know. */
function hasFeature(manifest: TomlTable, feature: string): boolean {
  if (manifest["package"] === undefined) return true;
  const features = tableAt(manifest, "features");
  if (features?.[feature] !== undefined) return true;
  // An optional dependency is a feature of its own.
  return tableAt(tableAt(manifest, "dependencies"), feature)?.["optional"] === true;
}

/** A profile's value, or that of the profile it inherits from. */
function profileValue(
  manifest: TomlTable,
  profile: string,
  key: string,
  visited: readonly string[] = [],
): TomlValue | undefined {
  const table = tableAt(tableAt(manifest, "profile"), profile);
  const parent = table?.["inherits"];
  if (table?.[key] !== undefined || typeof parent !== "string" || visited.includes(parent))
    return table?.[key];
  return profileValue(manifest, parent, key, [...visited, profile]);
}

function tableAt(table: TomlTable | undefined, key: string): TomlTable | undefined {
  const value = table?.[key];
  const isTable = typeof value === "object" && !Array.isArray(value) && !(value instanceof Date);
  return isTable ? value : undefined;
}

function normal(key: string, value: string): string {
  return SYNONYMS[key]?.[value] ?? value;
}

/** As it would stand in Cargo.toml. */
function toml(value: string): string {
  return /^(?:true|false|\d+)$/.test(value) ? value : JSON.stringify(value);
}

function readToml(text: string): TomlTable | TomlError {
  try {
    return parse(text);
  } catch (error) {
    if (error instanceof TomlError) return error;
    throw error;
  }
}

/** The first line of an error's message, which goes on with the text around it. */
function reason({ message }: TomlError): string {
  return message.split("\n")[0]?.replace("Invalid TOML document: ", "") ?? message;
}

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

/** Values that Cargo treats alike. */
const SYNONYMS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  debug: { true: "2", full: "2", false: "0", none: "0", limited: "1" },
  lto: { true: "fat" },
  strip: { true: "symbols", false: "none" },
};

/** One profile setting of a Dockerfile's `ENV CARGO_PROFILE_…`. */
interface ProfileSetting {
  readonly variable: string;
  readonly profile: string;
  readonly key: string;
  readonly value: string;
}

/**
 * Where a Dockerfile contradicts Cargo.toml, so that a local `cargo build` and the image give different programs: its
 * `ENV CARGO_PROFILE_…` against the profiles (G13), and the features it builds with against those that exist (G15). A
 * Dockerfile with neither agrees with every manifest.
 *
 * @param where The image and its Dockerfile, for people.
 * @param manifest The text of Cargo.toml in the build context.
 */
export function cargoProblems(where: string, dockerfile: string, manifest: string): Problem[] {
  const settings = profileSettings(dockerfile);
  const features = featuresBuiltWith(dockerfile);
  if (settings.length === 0 && features.length === 0) return [];
  const place = `${where}, Cargo.toml`;
  const table = readToml(manifest);
  if (table instanceof TomlError) {
    // The next lines of the message quote the text.
    const reason = table.message.split("\n")[0]?.replace("Invalid TOML document: ", "") ?? "";
    const fix = "correct the file; `cargo metadata` reports the same";
    return [{ where: place, expected: "TOML", found: `at line ${table.line}: ${reason}`, fix }];
  }
  return [
    ...settings.flatMap((setting) => settingProblem(place, setting, table) ?? []),
    ...features
      .filter((feature) => !hasFeature(table, feature))
      .map((feature) => ({
        where: place,
        expected: `the feature ${feature}, which the Dockerfile builds with`,
        found: "no such feature",
        fix: "add it to [features], or remove it from the Dockerfile",
      })),
  ];
}

function settingProblem(where: string, setting: ProfileSetting, manifest: TomlTable): Problem | undefined {
  const { variable, profile, key, value } = setting;
  const stated = profileValue(manifest, profile, key);
  const text = typeof stated === "string" ? stated : JSON.stringify(stated);
  if (stated !== undefined && normal(key, text) === normal(key, value)) return undefined;
  const wanted = /^(?:true|false|\d+)$/.test(value) ? value : JSON.stringify(value);
  return {
    where,
    expected: `${key} = ${wanted} in [profile.${profile}], as in ENV ${variable}`,
    found: stated === undefined ? `no ${key}` : `${key} = ${JSON.stringify(stated)}`,
    fix: "use one value for both: the variable applies in the image, the file everywhere else",
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
      // For build scripts and macros, which are not part of the program.
      if (profile.endsWith("-build-override")) return [];
      return [{ variable, profile, key, value: property.getValue() ?? "" }];
    });
}

/** The features that the Dockerfile's `cargo build` commands name, without those of other crates (`crate/feature`). */
function featuresBuiltWith(dockerfile: string): string[] {
  const text = dockerfile.replaceAll(/^\s*#.*$/gm, "").replaceAll("\\\n", " ");
  const commands = [...text.matchAll(/\bcargo build\b[^\n;&|]*/g)].map(([command]) => command);
  const lists = commands.flatMap((command) => [
    ...command.matchAll(/\s(?:--features|-F)[ =](?:"([^"]*)"|'([^']*)'|([^\s'"]+))/g),
  ]);
  const names = lists.flatMap(([, double, single, bare]) => (double ?? single ?? bare ?? "").split(/[\s,]+/));
  return [...new Set(names)].filter((name) => name !== "" && !name.includes("/"));
}

/** Whether a manifest has a feature. A workspace without a package of its own leaves that to its members. */
function hasFeature(manifest: TomlTable, feature: string): boolean {
  if (manifest["package"] === undefined) return true;
  const features = tableAt(manifest, "features");
  if (features?.[feature] !== undefined) return true;
  // An optional dependency is a feature, too.
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

function readToml(text: string): TomlTable | TomlError {
  try {
    return parse(text);
  } catch (error) {
    if (error instanceof TomlError) return error;
    throw error;
  }
}

import { Region } from "@pulumi/aws/types/enums";
import * as v from "valibot";
import type { Configuration } from "./configuration.js";
import type { Problem } from "../problems/problem.js";
import type { System } from "../catalogue/system.js";
import { expectationOf } from "./expects.js";
import { keys, type Key, type KeyName } from "./keys.js";
import { nearest } from "../problems/nearest.js";

/** A stack's raw configuration: full key (`slipway:owner`, `aws:region`) → text, objects as JSON. */
export type RawConfiguration = Readonly<Record<string, string>>;

/** What was read. `configuration` holds defaults in place of what was wrong, so that further checks can go on. */
export interface Reading {
  readonly configuration: Configuration;
  readonly problems: readonly Problem[];
}

const NAMESPACE = "slipway:";
/** Stands for a region that is wrong or not known, so that further checks can go on. */
const DEFAULT_REGION = "eu-west-1";
const REGIONS = new Set<string>(Object.values(Region));

/** Reads and checks the configuration of a stack. All problems are reported, none is thrown. Pure. */
export function readConfiguration(raw: RawConfiguration, catalogue: readonly System[]): Reading {
  const problems: Problem[] = [...unknownKeys(raw)];
  const read = <Name extends KeyName>(name: Name): v.InferOutput<(typeof keys)[Name]["schema"]> | undefined =>
    readKey(name, raw[NAMESPACE + name], problems);

  const names = catalogue.map(({ name }) => name);
  const registry = read("registry");
  const chosen = read("systems") ?? [];
  const known = chosen.filter((name) => names.includes(name));
  const systems = known.length === 0 ? names : known;
  const release = read("release");
  const checkouts = read("checkouts") ?? {};
  const builders = read("builders") ?? {};
  const versions = read("versions") ?? {};
  const ciAccess = read("ciAccess") ?? keys.ciAccess.default;
  const repositorySettings = read("repositorySettings") ?? keys.repositorySettings.default;
  const adopt = read("adopt") ?? [];
  problems.push(
    ...unknownNames(chosen, names, "slipway:systems"),
    ...unknownNames(Object.keys(checkouts), names, "slipway:checkouts"),
    ...unknownNames(
      Object.keys(builders),
      catalogue.flatMap((system) => system.images.map(({ id }) => `${system.name}/${id}`)),
      "slipway:builders",
    ),
    ...unknownNames(Object.keys(versions), names, "slipway:versions"),
    ...unknownNames(
      ciAccess.kind === "role" ? Object.keys(ciAccess.githubIds) : [],
      names,
      "slipway:ciAccess.githubIds",
    ),
    ...unknownNames(
      repositorySettings.kind === "managed" ? Object.keys(repositorySettings.otherActions) : [],
      names,
      "slipway:repositorySettings.otherActions",
    ),
    ...unknownNames(
      adopt.map((file) => file.slice(0, file.indexOf("/"))),
      names,
      "slipway:adopt",
    ),
    ...catalogue.flatMap((system) =>
      unknownNames(
        Object.keys(versions[system.name] ?? {}),
        Object.keys(system.versions),
        `slipway:versions.${system.name}`,
      ),
    ),
  );

  return {
    problems,
    configuration: {
      owner: read("owner") ?? "",
      systems,
      registry:
        registry?.kind === "local"
          ? registry
          : { kind: "cloud", region: registry ? readRegion(raw["aws:region"], problems) : DEFAULT_REGION },
      checkouts,
      builder: read("builder") ?? keys.builder.default,
      builders,
      bases: read("bases") ?? keys.bases.default,
      retention: read("retention") ?? {
        ...keys.retention.default,
        keepTags: [...keys.retention.default.keepTags],
      },
      tagMutability: read("tagMutability") ?? keys.tagMutability.default,
      versions,
      release: release === "" ? undefined : release,
      buildCache: read("buildCache") ?? keys.buildCache.default,
      pullAccounts: read("pullAccounts") ?? [],
      ciAccess,
      registryScanning: read("registryScanning") ?? keys.registryScanning.default,
      repositorySettings,
      forceDelete: read("forceDelete") ?? false,
      protect: read("protect") ?? false,
      delivery: read("delivery") ?? keys.delivery.default,
      adopt,
    },
  };
}

function readKey<Name extends KeyName>(
  name: Name,
  text: string | undefined,
  problems: Problem[],
): v.InferOutput<(typeof keys)[Name]["schema"]> | undefined {
  const key: Key = keys[name];
  const value = text === undefined ? key.default : parse(text, key);
  const result = v.safeParse(keys[name].schema, value);
  if (result.success) return result.output;
  for (const issue of result.issues) {
    const { expected, fix } = expectationOf(issue.message);
    problems.push({
      where: NAMESPACE + [name, v.getDotPath(issue)].filter((part) => part !== null).join("."),
      expected,
      found: issue.input === undefined ? "nothing" : JSON.stringify(issue.input),
      fix,
    });
  }
  return undefined;
}

/** Pulumi hands every value over as text; what is not meant as text is JSON. */
function parse(text: string, { type }: Key): unknown {
  if (type === "string") return text;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

function unknownKeys(raw: RawConfiguration): Problem[] {
  return Object.keys(raw)
    .filter((key) => key.startsWith(NAMESPACE) && !(key.slice(NAMESPACE.length) in keys))
    .map((key) => {
      const names = Object.keys(keys);
      const meant = nearest(key.slice(NAMESPACE.length), names);
      return {
        where: key,
        expected: `one of ${names.join(", ")}`,
        found: "an unknown key",
        fix: `${meant === undefined ? "" : `perhaps you meant ${NAMESPACE}${meant}; `}\`pulumi config rm ${key}\` removes it`,
      };
    });
}

function unknownNames(given: readonly string[], known: readonly string[], where: string): Problem[] {
  return given
    .filter((name) => !known.includes(name))
    .map((name) => {
      const meant = nearest(name, known);
      return {
        where,
        expected: known.length === 0 ? "nothing here" : `names among ${known.join(", ")}`,
        found: JSON.stringify(name),
        fix: meant === undefined ? "remove it" : `perhaps you meant ${meant}`,
      };
    });
}

function readRegion(region: string | undefined, problems: Problem[]): string {
  if (region !== undefined && REGIONS.has(region)) return region;
  const meant = region === undefined ? undefined : nearest(region, [...REGIONS]);
  problems.push({
    where: "aws:region",
    expected: "an AWS region, because slipway:registry is cloud",
    found: region === undefined ? "nothing" : JSON.stringify(region),
    fix: `\`pulumi config set aws:region ${meant ?? DEFAULT_REGION}\`, or another region`,
  });
  return DEFAULT_REGION;
}

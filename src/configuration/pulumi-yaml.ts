import { parseDocument, stringify } from "yaml";
import { keys } from "./keys.js";

/**
 * The text of Pulumi.yaml with its `config` section generated from the keys.
 *
 * A key's type is in its description, not under `type`: Pulumi's own type check stops at the first mistake without a
 * fix, while the program reports all of them, each with a fix.
 */
export function withConfigSection(pulumiYaml: string): string {
  const document = parseDocument(pulumiYaml);
  const section = Object.entries(keys).map(([name, { description, default: value }]) => [
    `slipway:${name}`,
    { description: `(${typeOf(value)}) ${description}`, default: value },
  ]);
  document.set("config", document.createNode(Object.fromEntries(section)));
  return document.toString({ lineWidth: 0 });
}

/** docs/configuration.md: a section for every key. */
export function configurationPage(): string {
  const sections = Object.entries(keys).map(([name, { description, fields, default: value }]) =>
    [
      `## slipway:${name}`,
      description,
      ...listOf(fields),
      `Type: ${typeOf(value)}. Default: \`${stringify(value, { collectionStyle: "flow" }).trimEnd()}\``,
    ].join("\n\n"),
  );
  return [
    "# Configuration",
    "Every key of a stack, generated from `src/configuration/keys.ts` by `npm run generate`. A stack's file is `Pulumi.<stack>.yaml`; `pulumi config set --stack NAME KEY VALUE` writes it. Slipway refuses unknown keys and reports all mistakes at once.\n\nIn addition, set `aws:region` if `slipway:registry` is `kind: cloud`. If `slipway:delivery` or `slipway:repositorySettings` uses GitHub, Slipway reads `github:token` (a secret) and `github:baseUrl`, or else `GITHUB_TOKEN` and `GITHUB_API_URL` in the environment.",
    ...sections,
  ]
    .join("\n\n")
    .concat("\n");
}

/** A key's type in Pulumi's words. */
function typeOf(value: unknown): string {
  return Array.isArray(value) ? "array" : typeof value;
}

/** A Markdown list of fields; empty without any. */
function listOf(fields: Readonly<Record<string, string>>): string[] {
  const lines = Object.entries(fields).map(([field, meaning]) => `- \`${field}\`: ${meaning}`);
  return lines.length === 0 ? [] : [lines.join("\n")];
}

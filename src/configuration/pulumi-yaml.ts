import { parseDocument, stringify } from "yaml";
import { keys } from "./keys.js";

/**
 * The text of Pulumi.yaml with its `config` section made from the keys; all else stays as it is.
 *
 * A key's type stands in its description and not under `type`: Pulumi's own check of types stops at the first mistake
 * and offers no fix, where the program reports all of them, each with one.
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
  const sections = Object.entries(keys).map(([name, { description, default: value }]) =>
    [`## slipway:${name}`, description, `Type: ${typeOf(value)}. Default:`, fenced(stringify(value))].join(
      "\n\n",
    ),
  );
  return [
    "# Configuration",
    "Every key of a stack, made from `src/configuration/keys.ts` by `npm run generate`. A stack's file is `Pulumi.<stack>.yaml`; `pulumi config set --stack NAME KEY VALUE` writes it. Unknown keys are refused, and all mistakes are reported at once.\n\nBeside these, `aws:region` is needed where `slipway:registry` is `cloud`. `github:token` (a secret) and `github:baseUrl` are read where `slipway:delivery` or `slipway:repositorySettings` needs GitHub; without them, the environment counts.",
    ...sections,
  ]
    .join("\n\n")
    .concat("\n");
}

/** A key's type in Pulumi's words. */
function typeOf(value: unknown): string {
  return Array.isArray(value) ? "array" : typeof value;
}

function fenced(yaml: string): string {
  return "```yaml\n" + yaml.trimEnd() + "\n```";
}

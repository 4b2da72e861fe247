import { keys } from "../config/keys.js";

/**
 * The `config` section that Pulumi.yaml must have: each key with its default and description.
 *
 * A key's type stands in its description and not under `type`: Pulumi's own check of types stops at the first
 * mistake and offers no cure, where the program reports all of them, each with one.
 */
export function pulumiYamlConfig(): Record<string, { description: string; default: unknown }> {
  return Object.fromEntries(
    Object.entries(keys).map(([name, { type, description, default: value }]) => [
      `slipway:${name}`,
      { description: `(${type}) ${description}`, default: value },
    ]),
  );
}

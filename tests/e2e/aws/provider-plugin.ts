import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { execa } from "execa";

/** Which AWS plugin the engine will take. */
export interface ProviderPlugin {
  /** For people: what it is. */
  readonly description: string;
  /** The PATH under which the engine finds it. */
  readonly path: string;
}

const FAKE = join(__dirname, "..", "fake-aws");

/** Pulumi's own AWS plugin where it is installed or on PATH; elsewhere the fake. */
export async function providerPlugin(): Promise<ProviderPlugin> {
  const path = process.env["PATH"] ?? "";
  const onPath = path.split(delimiter).find((folder) => existsSync(join(folder, "pulumi-resource-aws")));
  if (onPath !== undefined) return { description: `Pulumi's AWS plugin in ${onPath}`, path };
  const { stdout } = await execa("pulumi", ["plugin", "ls", "--json"]);
  const plugins = JSON.parse(stdout) as readonly { readonly name: string; readonly version?: string }[];
  const installed = plugins.find(({ name }) => name === "aws");
  if (installed !== undefined) {
    return { description: `Pulumi's AWS plugin ${installed.version ?? ""}`, path };
  }
  return {
    description: "a fake of Pulumi's AWS plugin, which is not installed here",
    path: FAKE + delimiter + path,
  };
}

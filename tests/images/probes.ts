import { match } from "node:assert/strict";
import { join } from "node:path";
import { project } from "../../tools/local/directories.js";
import { Container } from "./container.js";
import { imageConfig } from "./image.js";
import type { ThrowawayDocker } from "./throwaway-docker.js";

/** Runs an image and throws where it does not do what it is for. */
export type Probe = (docker: ThrowawayDocker, reference: string) => Promise<void>;

/** `system/image` → its probe. */
export const probes: Readonly<Record<string, Probe>> = {
  "cv/dev": developing("cv", ["src", "static", "templates", "Cargo.toml", "Cargo.lock"]),
  "cv/minimal": answers("/health"),
  "cv/prod": isHealthy,
  "distributed-colony/base": prints(/^cargo-chef-chef \d/m, "cargo", "chef", "--version"),
  "distributed-colony/colony": answers("/health", 8082),
  "ggrs-plot-operator/operator": prints(/^TERCEN_USERNAME is not set/m),
  "nullspace/auth": answers("/healthz"),
  "nullspace/gateway": answers("/healthz"),
  "nullspace/node": answers("/healthz"),
  "nullspace/ops": answers("/healthz"),
  "nullspace/simulator": isHealthy,
  "nullspace/website": answers("/healthz"),
  "phialo/ci-base": prints(/^9\.15\.2$/m, "pnpm", "--version"),
};

/** The image's own health check. */
function isHealthy(docker: ThrowawayDocker, reference: string): Promise<void> {
  return running(docker, reference, [], (container) => container.untilHealthy());
}

/** An answer on a path of the port that the image exposes, or of the first of several. */
function answers(path: string, port?: number): Probe {
  return async (docker, reference) => {
    const { ExposedPorts = {} } = await imageConfig(docker, reference);
    const inside = port ?? Number.parseInt(Object.keys(ExposedPorts)[0] ?? "");
    return running(docker, reference, publish(inside), (container) => answer(container, path));
  };
}

/** The same of an image that compiles the sources mounted into its `/app`. */
function developing(system: string, mounted: readonly string[]): Probe {
  return async (docker, reference) => {
    const sources = await docker.copy(join(project, "systems", system, "sample"), `${system}-mounted`);
    const mounts = mounted.flatMap((name) => ["--volume", `${sources}/${name}:/app/${name}`]);
    return running(docker, reference, [...publish(3000), ...mounts], (container) =>
      answer(container, "/health"),
    );
  };
}

function publish(port: number): readonly string[] {
  return ["--publish", `127.0.0.1:20000:${port}`];
}

function answer(container: Container, path: string): Promise<void> {
  const ask = ["curl", "--max-time", "5", "--fail", "--silent"] as const;
  return container.untilHealthy([...ask, `http://127.0.0.1:20000${path}`]);
}

/** What a command in it prints, or without one, its own program. */
function prints(expected: RegExp, ...command: string[]): Probe {
  return async (docker, reference) => {
    const { all } = await docker.run(["docker", "run", "--rm", reference, ...command]);
    match(all, expected);
  };
}

/** Runs it in the background, looks, and stops it as an orchestrator does. */
async function running(
  docker: ThrowawayDocker,
  reference: string,
  options: readonly string[],
  look: (container: Container) => Promise<void>,
): Promise<void> {
  const container = await Container.start(docker, reference, { options });
  try {
    await look(container);
    if ((await container.stop()) === 137)
      throw new Error(`${reference} had to be killed: it does not end on SIGTERM`);
  } finally {
    await container.remove();
  }
}

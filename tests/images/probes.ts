import { match } from "node:assert/strict";
import { join } from "node:path";
import { project } from "../../tools/local/directories.js";
import { Container } from "./container.js";
import { imageConfig } from "./image.js";
import type { ThrowawayDocker } from "./throwaway-docker.js";

/** Runs an image and looks whether it does what it is for. Says what it saw; throws where it does not. */
export type Probe = (docker: ThrowawayDocker, reference: string) => Promise<string>;

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
async function isHealthy(docker: ThrowawayDocker, reference: string): Promise<string> {
  return running(docker, reference, [], async (container) => {
    await container.untilHealthy();
    return "healthy";
  });
}

/** An answer on a path of the port that the image exposes, or of the first of several. */
function answers(path: string, port?: number): Probe {
  return async (docker, reference) => {
    const { ExposedPorts = {} } = await imageConfig(docker, reference);
    const inside = port ?? Number.parseInt(Object.keys(ExposedPorts)[0] ?? "");
    return running(docker, reference, publish(inside), (container) => answer(container, path, inside));
  };
}

/** The same of an image that compiles the sources mounted into its `/app`. */
function developing(system: string, mounted: readonly string[]): Probe {
  return async (docker, reference) => {
    const sources = await docker.copy(join(project, "systems", system, "sample"), `${system}-mounted`);
    const mounts = mounted.flatMap((name) => ["--volume", `${sources}/${name}:/app/${name}`]);
    return running(docker, reference, [...publish(3000), ...mounts], (container) =>
      answer(container, "/health", 3000),
    );
  };
}

function publish(port: number): readonly string[] {
  return ["--publish", `127.0.0.1:20000:${port}`];
}

async function answer(container: Container, path: string, port: number): Promise<string> {
  await container.untilHealthy([
    "curl",
    "--max-time",
    "5",
    "--fail",
    "--silent",
    `http://127.0.0.1:20000${path}`,
  ]);
  return `answers ${path} on port ${port}`;
}

/** What a command in it prints, or without one, its own program. */
function prints(expected: RegExp, ...command: string[]): Probe {
  return async (docker, reference) => {
    const { all } = await docker.run(["docker", "run", "--rm", reference, ...command]);
    match(all, expected);
    return `prints: ${expected.exec(all)?.[0] ?? ""}`;
  };
}

/** Runs it in the background, looks, and stops it as an orchestrator does. */
async function running(
  docker: ThrowawayDocker,
  reference: string,
  options: readonly string[],
  look: (container: Container) => Promise<string>,
): Promise<string> {
  const container = await Container.start(docker, reference, { options });
  try {
    const seen = await look(container);
    const code = await container.stop();
    if (code === 137) throw new Error(`${reference} had to be killed: it does not end on SIGTERM`);
    return `${seen}, ends with ${code}`;
  } finally {
    await container.remove();
  }
}

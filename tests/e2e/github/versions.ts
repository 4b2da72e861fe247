import type { DeliveredFile } from "../../../src/plan/delivery-plan.js";

/** Versions of a catalogue, one changed into the next: files edited, added, made executable, and no longer delivered. */
export const VERSIONS: readonly (readonly DeliveredFile[])[] = [
  [
    file(".github/workflows/ci.yml", "on: push\n"),
    file("docker/build.sh", "#!/bin/sh\nmake\n", true),
    file("logo.bin", Buffer.from([0, 255, 1])),
  ],
  [
    file(".github/workflows/ci.yml", "on: pull_request\n"),
    file("docker/build.sh", "#!/bin/sh\nmake\n", true),
    file("docker/Dockerfile", "FROM scratch\n"),
    file("logo.bin", Buffer.from([0, 255, 2])),
  ],
  [
    file(".github/workflows/ci.yml", "on: push\n"),
    file("docker/build.sh", "#!/bin/sh\nmake all\n"),
    file("docker/Dockerfile", "FROM scratch\n"),
  ],
];

function file(path: string, content: string | Buffer, executable = false): DeliveredFile {
  return { path, content: Buffer.from(content), executable, source: `systems/shop/files/${path}` };
}

/** Written down, so that each time the same things happen; SLIPWAY_SEED takes others. */
export const SEED = Number(process.env["SLIPWAY_SEED"] ?? 20_261_121);

/** The least that a token that delivers has to be allowed. */
export const RIGHTS = { contents: "write", pull_requests: "write", workflows: "write" } as const;

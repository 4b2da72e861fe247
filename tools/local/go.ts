import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { UserError } from "./errors.js";
import type { GoBuild, Part } from "./parts.js";
import { findOnPath } from "./path.js";

/** Throws a UserError that says how to get the part if this machine has no Go to build it with. */
export async function requireGo(part: Part): Promise<void> {
  if ((await findOnPath("go")) === undefined) {
    throw new UserError(
      `${part.name} ${part.version} is not on PATH, cannot be downloaded, and cannot be built: Go is missing.`,
      [
        `Fix, one of: install ${part.programs.join(" and ")} on PATH; or give this machine access to ${downloadHost(part)};`,
        "or install Go 1.26 or newer from go.dev/dl (an older Go from 1.21 on fetches it by itself) and run the command again.",
      ],
    );
  }
}

/** Builds a part's programs from its Go modules into `folder`, which is made and returned. Needs `go` on PATH. */
export async function buildWithGo(part: Part, folder: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  for (const build of part.builds) await goBuild(part, build, folder);
  return folder;
}

async function goBuild(part: Part, build: GoBuild, folder: string): Promise<void> {
  const variables = Object.entries(build.variables).map(([name, value]) => `-X ${name}=${value}`);
  for (const [program, goPackage] of Object.entries(build.packages)) {
    const result = await execa(
      "go",
      [
        "build",
        "-trimpath",
        "-ldflags",
        ["-s", "-w", ...variables].join(" "),
        "-o",
        join(folder, program),
        goPackage,
      ],
      {
        cwd: join(__dirname, "modules", build.module),
        // Settings of a workspace around this project must not change what is built.
        env: { GOWORK: "off", GOFLAGS: "-mod=readonly", CGO_ENABLED: "0" },
        stdin: "ignore",
        reject: false,
      },
    );
    if (result.failed) {
      throw new UserError(`${program} ${part.version} could not be built with Go:`, [
        ...result.stderr.trim().split("\n").slice(-8),
        "Fix: if Go could not fetch modules, see that `go env GOPROXY` names a proxy this machine can reach.",
      ]);
    }
  }
}

function downloadHost(part: Part): string {
  const archive = part.download({ os: "linux", architecture: "amd64" });
  return archive === undefined ? "its project's downloads" : new URL(archive.url).host;
}

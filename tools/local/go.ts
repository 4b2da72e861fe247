import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { findOnPath } from "../../src/cli/find-on-path.js";
import { fill, type Part } from "./parts.js";
import { userError } from "./step-report.js";

/** Throws a UserError that says how to get the part if this machine has no Go to build it with. */
export async function requireGo(part: Part): Promise<void> {
  if ((await findOnPath("go")) !== undefined) return;
  throw userError(
    `${part.name} ${part.version} is not on PATH, cannot be downloaded, and cannot be built: Go is missing.`,
    `Fix, one of: install ${part.programs.join(" and ")} on PATH;`,
    "or install Go 1.26 or newer from go.dev/dl (an older Go from 1.21 on fetches it by itself) and run the command again.",
  );
}

/** Fetches the modules that a part is built from, while other parts are built. What fails here fails there again. */
export async function fetchGoModules(part: Part): Promise<void> {
  for (const { module, packages } of part.builds) {
    await go(module, ["list", "-deps", "-f", " ", ...Object.values(packages)]);
  }
}

/** Builds a part's programs from its Go modules into `folder`, which is made and returned. Needs `go` on PATH. */
export async function buildWithGo({ version, builds }: Part, folder: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  for (const { module, packages, versionVariable } of builds) {
    const value = versionVariable === undefined ? [] : [`-X ${fill(versionVariable, { version })}`];
    for (const [program, goPackage] of Object.entries(packages)) {
      const result = await go(module, [
        "build",
        "-trimpath",
        // Compiled without inlining and without a debugger's data: a third less work for programs that mostly wait.
        "-gcflags=all=-l -dwarf=false",
        `-ldflags=${["-s", "-w", ...value].join(" ")}`,
        ...["-o", join(folder, program), goPackage],
      ]);
      if (!result.failed) continue;
      throw userError(
        `${program} ${version} could not be built with Go:`,
        ...result.stderr.trim().split("\n").slice(-8),
        "Fix: if Go could not fetch modules, see that `go env GOPROXY` names a proxy this machine can reach.",
      );
    }
  }
  return folder;
}

function go(module: string, args: readonly string[]) {
  return execa("go", args, {
    cwd: join(__dirname, "modules", module),
    env: {
      // Settings of a workspace around this project must not change what is built.
      GOWORK: "off",
      // Google's client for storage goes without gRPC's service mesh, as Google lets it.
      GOFLAGS: "-mod=readonly -tags=disable_grpc_modules",
      CGO_ENABLED: "0",
      // The compiler collects garbage less often: a fifth less work, for some hundred megabytes of memory.
      GOGC: process.env["GOGC"] ?? "400",
    },
    stdin: "ignore",
    reject: false,
  });
}

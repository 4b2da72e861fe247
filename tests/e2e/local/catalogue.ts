import { chmod, copyFile, mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { ensureDebianPrograms } from "../../../tools/local/debian.js";
import { findOnPath } from "../../../src/cli/find-on-path.js";
import type { System } from "../../../src/catalogue/system.js";

/** A small system: a base with a shell and a tool, and an application on it. It takes a moment to build. */
export const shop: System = {
  name: "shop",
  repository: "Shop",
  registry: "ecr",
  releaseTags: "v*",
  versions: { GREETING: "hello" },
  images: [
    {
      id: "base",
      repository: "shop-base",
      dockerfile: "Dockerfile.base",
      context: ".",
      platforms: ["linux/amd64"],
      versionArgs: ["GREETING"],
      tags: [{ kind: "fixed", tag: "latest" }],
    },
    {
      id: "app",
      repository: "shop",
      dockerfile: "Dockerfile",
      context: ".",
      platforms: ["linux/amd64"],
      tags: [{ kind: "fixed", tag: "latest" }, { kind: "git-tag" }],
      base: { image: "base", name: "shop-base:latest", buildCommand: "./build-base.sh" },
    },
  ],
};

/** Files of the shop's sources, without the shell. Both builds copy `lib/`, the base `base.txt`, the application `app/`. */
export const shopFiles: Readonly<Record<string, string>> = {
  "Dockerfile.base": `FROM scratch
ARG GREETING
COPY busybox /bin/busybox
COPY base.txt /base.txt
COPY lib /lib
RUN ["/bin/busybox", "sh", "-c", "echo $GREETING > /greeting && /bin/busybox mkdir -p /made/by/run"]
`,
  Dockerfile: `ARG BASE_IMAGE=shop-base:latest
FROM \${BASE_IMAGE}
COPY lib /lib
COPY app /app
RUN ["/bin/busybox", "sh", "-c", "/bin/busybox cat /greeting /app/main.txt > /app/made"]
`,
  "Dockerfile.base.dockerignore": "*\n!busybox\n!base.txt\n!lib\n",
  ".dockerignore": ".git\nnotes\n**/*.log\n",
  "base.txt": "base",
  "lib/shared.txt": "shared",
  "app/main.txt": "main",
  "app/deep/er/data.txt": "data",
  "app/trace.log": "ignored",
  "notes/todo.txt": "ignored",
};

/** Writes the shop's sources, or some files into them. */
export async function writeShop(folder: string, files = shopFiles): Promise<void> {
  await writeFiles(folder, files);
  await ensureDebianPrograms([
    { program: "busybox", package: "busybox-static", purpose: "run a step in a test image" },
  ]);
  const busybox = await findOnPath("busybox");
  if (busybox === undefined) throw new Error("busybox-static puts busybox on PATH");
  await copyFile(busybox, join(folder, "busybox"));
  await chmod(join(folder, "busybox"), 0o755);
}

/** Writes files, path → content, below a folder. */
export async function writeFiles(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [file, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), content);
  }
}

import { deepEqual, equal, notEqual, ok } from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { startDaemon } from "./builders.js";
import { writeShop } from "./catalogue.js";
import { useTeardown } from "./teardown.js";
import { startWorkshop, type Workshop } from "./workshop.js";

describe("one commit in two checkouts", () => {
  const teardown = useTeardown();
  let workshop: Workshop;
  let repository: string;
  before(async () => {
    workshop = await startWorkshop(teardown);
    repository = await mkdtemp(join(tmpdir(), "slipway-commit-"));
    teardown(() => rm(repository, { recursive: true, force: true }));
    await writeShop(repository);
    const git = (...command: string[]) =>
      execa("git", ["-c", "user.name=Test", "-c", "user.email=test@localhost", ...command], {
        cwd: repository,
      });
    await git("init", "--quiet");
    await git("add", "--all");
    await git("commit", "--quiet", "--message", "Shop");
  });
  const clone = async (folder: string, umask: string) => {
    await rm(folder, { recursive: true, force: true });
    await execa("sh", ["-c", `umask ${umask} && exec git clone --quiet "$0" "$1"`, repository, folder]);
  };

  it("show no change in the second, whatever its umask and folder (user pain 1)", async () => {
    const { project } = workshop;
    await clone(project.sources, "022");
    const up = await project.up();
    ok(up.succeeded, up.output);

    const other = await project.elsewhere();
    teardown(() => other.remove());
    await clone(other.sources, "002");
    notEqual(await modeOf(join(other.sources, "lib")), await modeOf(join(project.sources, "lib")));
    const preview = await other.preview();
    ok(preview.succeeded, preview.output);
    deepEqual(preview.changes, [], preview.output);
  });

  it("give the same digests on another BuildKit with nothing in its cache (user pain 24)", async () => {
    const { project, registry, builders } = workshop;
    const digests = () =>
      Promise.all(
        ["shop-base", "shop"].map(async (name) => (await registry.published(name, "latest"))?.digest),
      );
    const laptop = await digests();
    const pushes = registry.pushes.length;

    const daemon = await startDaemon();
    teardown(() => daemon.stop());
    await builders.add("ci", daemon.endpoint);
    const ci = await project.withoutState();
    await ci.configure({ "slipway:builder": "ci" });
    await clone(ci.sources, "002");
    const up = await ci.up();
    ok(up.succeeded, up.output);
    equal(await builders.builds("ci"), 3, "all was built there: the base twice, the application once");
    deepEqual(await digests(), laptop);
    ok(laptop.every((digest) => digest?.startsWith("sha256:")));
    ok(registry.pushes.length >= pushes);
  });
});

describe("a preview on the real engine", () => {
  const teardown = useTeardown();
  let workshop: Workshop;
  before(async () => {
    workshop = await startWorkshop(teardown);
    const up = await workshop.project.up();
    ok(up.succeeded, up.output);
  });

  /** The images that a preview would update after one byte of a file has been changed; the byte is put back. */
  const changesAfter = async (file: string): Promise<readonly string[]> => {
    const path = join(workshop.project.sources, file);
    const content = await readFile(path);
    const flipped = Buffer.from(content);
    flipped.writeUInt8((flipped.at(-1) ?? 0) ^ 1, flipped.length - 1);
    await writeFile(path, flipped);
    const preview = await workshop.project.preview();
    await writeFile(path, content);
    ok(preview.succeeded, preview.output);
    return preview.changes;
  };

  for (const [file, changes] of [
    ["base.txt", ["update Image shop-app", "update Image shop-base", "update Image shop-base-local"]],
    ["app/deep/er/data.txt", ["update Image shop-app"]],
    ["app/trace.log", []],
  ] as const) {
    it(`sees one byte changed in ${file} as ${changes.length} changes (user pain 2)`, async () => {
      deepEqual(await changesAfter(file), changes);
    });
  }
});

async function modeOf(path: string): Promise<string> {
  return (await execa("stat", ["--format", "%a", path])).stdout;
}

import { deepEqual, equal } from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { filesOf, writeTree } from "./files.js";
import { Objects } from "./objects.js";

describe("git objects of the GitHub emulator", () => {
  let repository: string;
  const objects = new Objects();

  before(async () => {
    repository = await mkdtemp(join(tmpdir(), "slipway-git-"));
    await git(["init", "--quiet"]);
  });
  after(() => rm(repository, { recursive: true, force: true }));

  for (const [what, content] of [
    ["an empty file", Buffer.alloc(0)],
    ["text beyond ASCII", Buffer.from("Größe: 5 µm\n")],
    ["bytes that are no text", Buffer.from([0, 255, 10, 13, 128])],
  ] as const) {
    it(`names ${what} as git hash-object does`, async () => {
      equal(objects.addBlob(content), await git(["hash-object", "-w", "--stdin"], content));
    });
  }

  it("names a tree as git mktree does, whatever order it is given in", async () => {
    const blob = objects.addBlob(Buffer.from("a\n"));
    const inner = objects.addTree([{ name: "x", mode: "100644", sha: blob }]);
    await git(["hash-object", "-w", "--stdin"], Buffer.from("a\n"));
    await git(["mktree"], Buffer.from(`100644 blob ${blob}\tx\n`));
    // A folder `a` sorts behind `a.b` and before `a0`.
    const made = objects.addTree([
      { name: "a0", mode: "100755", sha: blob },
      { name: "a", mode: "040000", sha: inner },
      { name: "a.b", mode: "120000", sha: blob },
    ]);
    const lines = [`040000 tree ${inner}\ta`, `100755 blob ${blob}\ta0`, `120000 blob ${blob}\ta.b`];
    equal(made, await git(["mktree"], Buffer.from(`${lines.join("\n")}\n`)));
  });

  it("names a merge commit as git commit-tree does", async () => {
    const tree = objects.addTree([]);
    await git(["mktree"], Buffer.alloc(0));
    const at = (seconds: number) => new Date(seconds * 1000);
    const author = { name: "Ada", email: "ada@example.org", date: at(1_700_000_000) };
    const committer = { name: "Web", email: "web@example.org", date: at(1_700_000_001) };
    const first = objects.addCommit({ tree, parents: [], author, committer, message: "first\n" });
    const second = objects.addCommit({ tree, parents: [], author, committer, message: "second\n\nbody\n" });
    const parents = [first, second];
    const merge = objects.addCommit({ tree, parents, author, committer, message: "merge\n" });

    equal(await commitTree(tree, [], "first\n"), first);
    equal(await commitTree(tree, [], "second\n\nbody\n"), second);
    equal(await commitTree(tree, parents, "merge\n"), merge);
  });

  it("reads back the files it wrote as a tree", () => {
    const sha = objects.addBlob(Buffer.from("content"));
    const files = new Map([
      [".github/workflows/ci.yml", { mode: "100644", sha }],
      ["run.sh", { mode: "100755", sha }],
    ] as const);
    deepEqual(filesOf(objects, writeTree(objects, files)), files);
  });

  async function git(command: readonly string[], input: Buffer = Buffer.alloc(0)): Promise<string> {
    const env = {
      GIT_AUTHOR_NAME: "Ada",
      GIT_AUTHOR_EMAIL: "ada@example.org",
      GIT_AUTHOR_DATE: "1700000000 +0000",
      GIT_COMMITTER_NAME: "Web",
      GIT_COMMITTER_EMAIL: "web@example.org",
      GIT_COMMITTER_DATE: "1700000001 +0000",
    };
    return (await execa("git", command, { cwd: repository, input, env })).stdout;
  }

  function commitTree(tree: string, parents: readonly string[], message: string): Promise<string> {
    return git(["commit-tree", tree, ...parents.flatMap((parent) => ["-p", parent])], Buffer.from(message));
  }
});

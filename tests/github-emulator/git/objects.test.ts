import { equal } from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { Objects } from "./objects.js";

describe("git objects of the GitHub emulator", () => {
  let repository: string;
  before(async () => {
    repository = await mkdtemp(join(tmpdir(), "slipway-git-"));
    await git(["init", "--quiet"]);
  });
  after(() => rm(repository, { recursive: true, force: true }));

  it("have the names that git gives them", async () => {
    const objects = new Objects();
    const text = Buffer.from("Größe: 5 µm\n");
    const blob = objects.addBlob(text);
    equal(blob, await git(["hash-object", "-w", "--stdin"], text));

    const inner = objects.addTree([{ name: "x", mode: "100644", sha: blob }]);
    equal(inner, await git(["mktree"], `100644 blob ${blob}\tx\n`));
    // A folder `a` sorts behind `a.b` and before `a0`.
    const tree = objects.addTree([
      { name: "a0", mode: "100755", sha: blob },
      { name: "a", mode: "040000", sha: inner },
      { name: "a.b", mode: "120000", sha: blob },
    ]);
    const lines = [`040000 tree ${inner}\ta`, `100755 blob ${blob}\ta0`, `120000 blob ${blob}\ta.b`];
    equal(tree, await git(["mktree"], `${lines.join("\n")}\n`));

    const author = { name: "Ada", email: "ada@example.org", date: new Date(1_700_000_000_000) };
    const committer = { name: "Web", email: "web@example.org", date: new Date(1_700_000_001_000) };
    const parents: string[] = [];
    for (const message of ["first\n", "second\n\nbody\n", "merge\n"]) {
      const commit = objects.addCommit({ tree, parents: [...parents], author, committer, message });
      const ofParents = parents.flatMap((parent) => ["-p", parent]);
      equal(commit, await git(["commit-tree", tree, ...ofParents], message));
      parents.push(commit);
    }
  });

  async function git(command: readonly string[], input: string | Buffer = ""): Promise<string> {
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
});

import { createHash } from "node:crypto";

/** A name in a folder. Modes are git's own spelling, as GitHub's API gives them. */
export interface TreeEntry {
  readonly name: string;
  readonly mode: "100644" | "100755" | "120000" | "040000" | "160000";
  readonly sha: string;
}

/** Who made a commit, and when, to the second. */
export interface Signature {
  readonly name: string;
  readonly email: string;
  readonly date: Date;
}

export interface Commit {
  readonly tree: string;
  readonly parents: readonly string[];
  readonly author: Signature;
  readonly committer: Signature;
  readonly message: string;
}

/** Git's objects by their real names: what `git hash-object`, `git mktree` and `git commit-tree` would call them. */
export class Objects {
  private readonly blobs = new Map<string, Buffer>();
  private readonly trees = new Map<string, readonly TreeEntry[]>();
  private readonly commits = new Map<string, Commit>();

  addBlob(content: Buffer): string {
    const sha = objectName("blob", content);
    this.blobs.set(sha, content);
    return sha;
  }

  addTree(entries: readonly TreeEntry[]): string {
    const sorted = entries.toSorted((a, b) => Buffer.compare(sortKey(a), sortKey(b)));
    const sha = objectName("tree", Buffer.concat(sorted.map(encodeEntry)));
    this.trees.set(sha, sorted);
    return sha;
  }

  addCommit(commit: Commit): string {
    const sha = objectName("commit", encodeCommit(commit));
    this.commits.set(sha, commit);
    return sha;
  }

  blob(sha: string): Buffer | undefined {
    return this.blobs.get(sha);
  }

  tree(sha: string): readonly TreeEntry[] | undefined {
    return this.trees.get(sha);
  }

  commit(sha: string): Commit | undefined {
    return this.commits.get(sha);
  }

  /** A commit that must be there, since a reference or another commit names it. */
  knownCommit(sha: string): Commit {
    const commit = this.commits.get(sha);
    if (commit === undefined) throw new Error(`the emulator lost commit ${sha}`);
    return commit;
  }
}

function objectName(type: "blob" | "tree" | "commit", content: Buffer): string {
  return createHash("sha1").update(`${type} ${content.length}\0`).update(content).digest("hex");
}

/** Git sorts a folder as if its name ended in a slash. */
function sortKey({ name, mode }: TreeEntry): Buffer {
  return Buffer.from(mode === "040000" ? `${name}/` : name);
}

function encodeEntry({ name, mode, sha }: TreeEntry): Buffer {
  return Buffer.concat([Buffer.from(`${mode.replace(/^0/, "")} ${name}\0`), Buffer.from(sha, "hex")]);
}

function encodeCommit({ tree, parents, author, committer, message }: Commit): Buffer {
  const head = [
    `tree ${tree}`,
    ...parents.map((parent) => `parent ${parent}`),
    `author ${encodeSignature(author)}`,
    `committer ${encodeSignature(committer)}`,
  ];
  return Buffer.from(`${head.join("\n")}\n\n${message}`);
}

function encodeSignature({ name, email, date }: Signature): string {
  return `${name} <${email}> ${Math.floor(date.getTime() / 1000)} +0000`;
}

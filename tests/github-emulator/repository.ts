import { conflict, invalid, Refused, unprocessable } from "./answer.js";
import { type File, type Files, filesOf, mergeFiles, put, writeTree } from "./git/files.js";
import { commitsBetween, isAncestor, mergeBase } from "./git/history.js";
import { Objects } from "./git/objects.js";
import { Settings } from "./settings.js";

/** A pull request from a branch of the same repository. */
export interface PullRequest {
  readonly number: number;
  title: string;
  body: string | null;
  /** A merged one is closed, too. */
  state: "open" | "closed";
  mergedAt: Date | undefined;
  readonly login: string;
  /** Branch names. The head's commit is kept up to date while the pull request is open. */
  readonly head: { readonly branch: string; sha: string };
  readonly base: { branch: string; sha: string };
}

export interface RepositoryOptions {
  /** Files of the first commit. None: the repository is empty, without any commit. */
  readonly files?: Readonly<Record<string, string>>;
}

/** A change a person makes, by path: new content, or a file that is there elsewhere. */
export type Edit = Readonly<Record<string, string | File>>;

const PERSON = { name: "A Person", email: "person@example.org" };

/**
 * One repository on the emulator: what git has, its pull requests and its settings. The methods are what people do to
 * it behind Slipway's back, and what the endpoints are made of. Nothing waits, so each is one step.
 */
export class Repository {
  readonly objects = new Objects();
  /** Commits by full reference, e.g. `refs/heads/main`. */
  readonly references = new Map<string, string>();
  readonly pullRequests: PullRequest[] = [];
  readonly formerNames: string[] = [];
  readonly settings = new Settings();
  readonly defaultBranch = "main";
  /** Whether GitHub deletes the branch of a merged pull request. */
  deleteBranchOnMerge = false;

  constructor(
    readonly id: number,
    /** `owner/name`. */
    public fullName: string,
    options: RepositoryOptions,
    private readonly now: () => Date,
  ) {
    if (options.files !== undefined) this.firstCommit(options.files);
  }

  get owner(): string {
    return this.fullName.replace(/\/.*/, "");
  }

  /** Moves it; GitHub leads from the old name to the new one. */
  rename(fullName: string): void {
    this.formerNames.push(this.fullName);
    this.fullName = fullName;
  }

  get isEmpty(): boolean {
    return this.references.size === 0;
  }

  /** Whether the branch changes by pull request alone: the default branch does. */
  isProtected(branch: string): boolean {
    return branch === this.defaultBranch;
  }

  /** The branch's newest commit, if there is the branch. */
  head(branch: string): string | undefined {
    return this.references.get(`refs/heads/${branch}`);
  }

  /** Text of every file on a branch, by path. */
  textsOn(branch: string): Record<string, string> {
    const files = this.filesAt(this.knownHead(branch));
    return Object.fromEntries(
      [...files].map(([path, { sha }]) => [path, this.objects.blob(sha)?.toString() ?? ""]),
    );
  }

  filesAt(commit: string): Files {
    const { tree } = this.objects.knownCommit(commit);
    const files = filesOf(this.objects, tree);
    if (files === undefined) throw new Error(`the emulator lost a part of tree ${tree}`);
    return files;
  }

  /** Commits of a branch that the default branch has not, oldest first. */
  commitsOn(branch: string): readonly string[] {
    return commitsBetween(this.objects, this.knownHead(this.defaultBranch), this.knownHead(branch));
  }

  /** Makes a reference. @throws Refused where it exists, or its commit does not. */
  createReference(reference: string, sha: string): void {
    if (this.references.has(reference)) throw unprocessable("Reference already exists");
    this.mustKnow(sha);
    this.references.set(reference, sha);
  }

  /** Moves a reference as the API does without force: only on, and never a protected branch. */
  updateReference(reference: string, sha: string): void {
    const old = this.references.get(reference);
    if (old === undefined) throw unprocessable("Reference does not exist");
    this.mustKnow(sha);
    if (!isAncestor(this.objects, old, sha)) throw unprocessable("Update is not a fast forward");
    this.refuseIfProtected(reference, "Changes must be made through a pull request.");
    this.setReference(reference, sha);
  }

  /** Deletes a reference as the API does. Pull requests from the branch are closed. */
  deleteReference(reference: string): void {
    if (!this.references.has(reference)) throw unprocessable("Reference does not exist");
    this.refuseIfProtected(reference, "Cannot delete this branch");
    this.references.delete(reference);
    for (const pull of this.pullRequests) {
      if (pull.state === "open" && `refs/heads/${pull.head.branch}` === reference) this.close(pull.number);
    }
  }

  /** Opens a pull request. @throws Refused as GitHub does where there is one, or nothing to merge. */
  openPullRequest(wanted: Pick<PullRequest, "title" | "body" | "login"> & { head: string; base: string }) {
    const { head, base, title, body, login } = wanted;
    const headSha = this.head(head);
    const baseSha = this.head(base);
    if (headSha === undefined) throw invalid({ resource: "PullRequest", field: "head", code: "invalid" });
    if (baseSha === undefined) throw invalid({ resource: "PullRequest", field: "base", code: "invalid" });
    const refuse = (message: string) => invalid({ resource: "PullRequest", message });
    if (this.openPullRequests.some((pull) => pull.head.branch === head && pull.base.branch === base)) {
      throw refuse(`A pull request already exists for ${this.owner}:${head}.`);
    }
    if (isAncestor(this.objects, headSha, baseSha)) {
      throw refuse(`No commits between ${base} and ${head}`);
    }
    const pull: PullRequest = {
      number: this.pullRequests.length + 1,
      title,
      body,
      login,
      state: "open",
      mergedAt: undefined,
      head: { branch: head, sha: headSha },
      base: { branch: base, sha: baseSha },
    };
    this.pullRequests.push(pull);
    return pull;
  }

  close(number: number): void {
    this.pullRequest(number).state = "closed";
  }

  /**
   * Merges an open pull request as somebody does on the web page.
   *
   * @throws Error where it is not open, or both sides changed one file.
   */
  merge(number: number, how: "merge" | "squash"): void {
    const pull = this.pullRequest(number);
    if (pull.state !== "open") throw new Error(`pull request ${number} is not open`);
    const base = this.knownHead(pull.base.branch);
    const head = this.knownHead(pull.head.branch);
    const origin = mergeBase(this.objects, base, head);
    if (origin === undefined) throw new Error("unrelated histories");
    const files = mergeFiles(this.filesAt(origin), this.filesAt(base), this.filesAt(head));
    const message = how === "squash" ? pull.title : `Merge pull request #${number} from ${pull.head.branch}`;
    const parents = how === "squash" ? [base] : [base, head];
    const commit = this.addCommit(files, parents, message);
    pull.mergedAt = this.now();
    this.close(number);
    this.setReference(`refs/heads/${pull.base.branch}`, commit);
    if (this.deleteBranchOnMerge) this.deleteReference(`refs/heads/${pull.head.branch}`);
  }

  /** Commits to a branch as a person with the right to do so, from `from` if the branch is new. Gives the commit. */
  commit(branch: string, edit: Edit, message = "A person's change\n", from = branch): string {
    const parent = this.knownHead(from);
    const commit = this.addCommit(this.edited(this.filesAt(parent), edit), [parent], message);
    this.setReference(`refs/heads/${branch}`, commit);
    return commit;
  }

  pullRequest(number: number): PullRequest {
    const pull = this.pullRequests[number - 1];
    if (pull === undefined) throw new Error(`no pull request ${number}`);
    return pull;
  }

  get openPullRequests(): readonly PullRequest[] {
    return this.pullRequests.filter(({ state }) => state === "open");
  }

  /** @throws Refused as all of GitHub's git endpoints do in a repository without a commit. */
  refuseIfEmpty(): void {
    if (this.isEmpty) throw conflict("Git Repository is empty.");
  }

  private refuseIfProtected(reference: string, words: string): void {
    if (reference !== `refs/heads/${this.defaultBranch}`) return;
    throw new Refused(422, `Repository rule violations found\n\n${words}\n\n`);
  }

  private mustKnow(sha: string): void {
    if (this.objects.commit(sha) === undefined) throw unprocessable("Object does not exist");
  }

  /** Sets a reference, and what follows for pull requests from and into the branch. */
  private setReference(reference: string, sha: string): void {
    this.references.set(reference, sha);
    for (const pull of this.openPullRequests) {
      const { head, base } = pull;
      if (`refs/heads/${head.branch}` === reference) head.sha = sha;
      const into = this.head(base.branch);
      if (into === undefined || !isAncestor(this.objects, head.sha, into)) continue;
      // What was pushed into the base counts as merged; a head that was put back has nothing left to merge.
      if (`refs/heads/${base.branch}` === reference) {
        pull.mergedAt = this.now();
      }
      this.close(pull.number);
    }
  }

  private knownHead(branch: string): string {
    const head = this.head(branch);
    if (head === undefined) throw new Error(`${this.fullName} has no branch ${branch}`);
    return head;
  }

  private edited(before: Files, edit: Edit): Files {
    const files = new Map(before);
    for (const [path, change] of Object.entries(edit)) {
      if (typeof change !== "string") put(files, path, change);
      else put(files, path, { mode: "100644", sha: this.objects.addBlob(Buffer.from(change)) });
    }
    return files;
  }

  private firstCommit(texts: Readonly<Record<string, string>>): void {
    const files = this.edited(new Map(), texts);
    const commit = this.addCommit(files, [], "First commit\n");
    this.references.set(`refs/heads/${this.defaultBranch}`, commit);
  }

  private addCommit(files: Files, parents: readonly string[], message: string): string {
    const by = { ...PERSON, date: this.now() };
    const tree = writeTree(this.objects, files);
    return this.objects.addCommit({ tree, parents, author: by, committer: by, message });
  }
}

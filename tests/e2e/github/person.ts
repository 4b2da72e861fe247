import { BRANCH } from "../../../src/delivery/pull-request/remote.js";
import { isAncestor } from "../../github-emulator/git/history.js";
import type { Repository } from "../../github-emulator/repository.js";

/** What somebody may do to a repository that Slipway delivers to. */
export const DEEDS = [
  "merge",
  "squash",
  "close",
  "delete branch",
  "work on branch",
  "edit delivered file on branch",
  "work on main",
  "edit delivered file on main",
  "bring delivered files to main by hand",
] as const;

export type Deed = (typeof DEEDS)[number];

/** Somebody with the right to everything, who remembers what must not get lost. */
export class Person {
  /** The default branch as this person left it. */
  main: string | undefined;
  /** Whether this person ever put their own content where Slipway delivers, on the default branch. */
  hasEditedMain = false;
  /** Pull requests that this person closed. */
  readonly closed = new Set<number>();
  private readonly onBranch = new Set<string>();
  /** What this person wrote last into files on the branch, as long as it is nowhere else. */
  private readonly texts = new Map<string, string>();
  private deeds = 0;

  constructor(private readonly repository: Repository) {
    this.main = repository.head("main");
  }

  /** Commits on Slipway's branch that are in no other place, and that nobody but this person may take away. */
  get unmerged(): readonly string[] {
    return [...this.onBranch].filter((commit) => !this.has("main", commit));
  }

  /** Those of {@link unmerged} that are gone, and the files whose text is. */
  get lost(): readonly string[] {
    const { unmerged } = this;
    const commits = unmerged.filter((commit) => !this.has(BRANCH, commit));
    if (unmerged.length === 0 || commits.length > 0) return commits;
    const now = this.repository.textsOn(BRANCH);
    return [...this.texts].flatMap(([path, text]) => (now[path] === text ? [] : path));
  }

  /** Does it, if it can be done just now. */
  act(deed: Deed): void {
    this.deeds += 1;
    const text = `by hand ${this.deeds}\n`;
    switch (deed) {
      case "merge":
      case "squash":
        this.merge(deed);
        break;
      case "close":
        for (const { number } of this.repository.openPullRequests) {
          this.repository.close(number);
          this.closed.add(number);
        }
        break;
      case "delete branch":
        if (this.repository.head(BRANCH) === undefined) break;
        for (const { number } of this.repository.openPullRequests) this.closed.add(number);
        this.repository.deleteReference(`refs/heads/${BRANCH}`);
        this.forgetBranch();
        break;
      case "work on branch":
        this.commitOnBranch("notes.md", text);
        break;
      case "edit delivered file on branch":
        this.commitOnBranch(".github/workflows/ci.yml", text);
        break;
      case "work on main":
        this.repository.commit("main", { "src/main.ts": text });
        break;
      case "edit delivered file on main":
        this.repository.commit("main", { ".github/workflows/ci.yml": text });
        this.hasEditedMain = true;
        break;
      case "bring delivered files to main by hand":
        this.copyToMain();
        break;
      default:
        deed satisfies never;
    }
    this.main = this.repository.head("main");
  }

  private merge(how: "merge" | "squash"): void {
    for (const { number } of this.repository.openPullRequests) {
      try {
        this.repository.merge(number, how);
      } catch (error) {
        // GitHub does not merge over a conflict either.
        if (!(error instanceof Error) || !error.message.startsWith("merge conflict")) throw error;
        return;
      }
      this.forgetBranch();
    }
  }

  /** Without git knowing that it is the same. */
  private copyToMain(): void {
    const head = this.repository.head(BRANCH);
    if (head === undefined) return;
    const files = [...this.repository.filesAt(head)].filter(([path]) => !this.texts.has(path));
    this.repository.commit("main", Object.fromEntries(files));
    this.hasEditedMain = true;
  }

  /** From now on what was on the branch is in the default branch, or was taken away by this person. */
  private forgetBranch(): void {
    this.onBranch.clear();
    this.texts.clear();
  }

  private commitOnBranch(path: string, text: string): void {
    if (this.repository.head(BRANCH) === undefined) return;
    this.onBranch.add(this.repository.commit(BRANCH, { [path]: text }));
    this.texts.set(path, text);
  }

  private has(branch: string, commit: string): boolean {
    const head = this.repository.head(branch);
    return head !== undefined && isAncestor(this.repository.objects, commit, head);
  }
}

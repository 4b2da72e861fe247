import { notFound, ok } from "../answer.js";
import { changes } from "../git/files.js";
import { commitsBetween, mergeBase } from "../git/history.js";
import type { Repository } from "../repository.js";
import type { Request, Route } from "../route.js";
import { commitAnswer } from "./git-database.js";

const READ = ["contents", "read"] as const;

/** GitHub's limits of one comparison. */
const COMMITS_COMPARED = 250;
const FILES_COMPARED = 300;

/** A repository, its branches and how they compare. */
export const repositories: readonly Route[] = [
  {
    method: "GET",
    path: "",
    documentation: "repos/repos#get-a-repository",
    answer: (request) => ok(repositoryAnswer(request)),
  },
  {
    method: "GET",
    path: "/branches/{branch+}",
    documentation: "branches/branches#get-a-branch",
    needs: READ,
    answer(request) {
      const { path, repository } = request;
      const branch = path("branch");
      const head = repository.head(branch);
      if (head === undefined) throw notFound("Branch not found");
      return ok({
        name: branch,
        commit: listedCommit(request, head),
        protected: repository.isProtected(branch),
      });
    },
  },
  {
    method: "GET",
    path: "/compare/{range+}",
    documentation: "commits/commits#compare-two-commits",
    needs: READ,
    query: ["page", "per_page"],
    answer(request) {
      const { path, repository } = request;
      const [base = "", head = ""] = path("range").split("...");
      return ok(comparison(request, commitNamed(repository, base), commitNamed(repository, head)));
    },
  },
];

function repositoryAnswer({ repository, url }: Request) {
  const { id, fullName, owner, defaultBranch } = repository;
  return {
    id,
    node_id: `R_${id}`,
    name: fullName.replace(/.*\//, ""),
    full_name: fullName,
    private: true,
    visibility: "private",
    owner: { login: owner, id: 1, type: "Organization" },
    html_url: url(`/${fullName}`),
    url: url(`/repos/${fullName}`),
    default_branch: defaultBranch,
    archived: false,
    disabled: false,
    fork: false,
    permissions: { admin: true, maintain: true, push: true, triage: true, pull: true },
  };
}

function commitNamed(repository: Repository, name: string): string {
  const commit = repository.head(name) ?? name;
  if (repository.objects.commit(commit) === undefined) throw notFound();
  return commit;
}

function comparison(request: Request, base: string, head: string) {
  const { repository, query, url } = request;
  const { objects } = repository;
  const origin = mergeBase(objects, base, head);
  if (origin === undefined) throw notFound("No common ancestor between the two commits");
  const ahead = commitsBetween(objects, base, head);
  const behind = commitsBetween(objects, head, base);
  const size = Math.min(Number(query.get("per_page") ?? COMMITS_COMPARED), COMMITS_COMPARED);
  const first = (Number(query.get("page") ?? 1) - 1) * size;
  const both = ahead.length > 0 && behind.length > 0;
  return {
    url: url(`/repos/${repository.fullName}/compare/${base}...${head}`),
    base_commit: listedCommit(request, base),
    merge_base_commit: listedCommit(request, origin),
    status: both ? "diverged" : ahead.length > 0 ? "ahead" : behind.length > 0 ? "behind" : "identical",
    ahead_by: ahead.length,
    behind_by: behind.length,
    total_commits: ahead.length,
    commits: ahead.slice(first, first + size).map((commit) => listedCommit(request, commit)),
    files: changes(repository.filesAt(origin), repository.filesAt(head))
      .slice(0, FILES_COMPARED)
      .map(({ path, status, sha }) => ({ filename: path, status, sha })),
  };
}

/** A commit as everything but the git endpoints gives it. */
function listedCommit({ repository, url }: Request, name: string) {
  const commit = repository.objects.knownCommit(name);
  const { sha, parents, tree, ...inner } = commitAnswer(repository, name, commit, url);
  return { sha, url: inner.url, html_url: inner.html_url, commit: { ...inner, tree }, parents };
}

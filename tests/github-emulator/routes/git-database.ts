import * as v from "valibot";
import { created, notFound, NO_CONTENT, ok, unprocessable } from "../answer.js";
import { type File, filesOf, put, writeTree } from "../git/files.js";
import type { Commit, Signature } from "../git/objects.js";
import type { Repository } from "../repository.js";
import { LOGIN, type Request, type Route } from "../route.js";
import { refuseForeignWorkflows, refuseWorkflow } from "../workflow-permission.js";

const READ = ["contents", "read"] as const;
const WRITE = ["contents", "write"] as const;

/** GitHub's limit of a tree read with `recursive`. */
const ENTRIES_READ_AT_ONCE = 100_000;

const sha = v.pipe(v.string(), v.regex(/^[0-9a-f]{40}$/));
const signature = v.strictObject({
  name: v.string(),
  email: v.string(),
  date: v.optional(v.pipe(v.string(), v.isoTimestamp())),
});
const newBlob = v.strictObject({
  content: v.string(),
  encoding: v.optional(v.picklist(["utf-8", "base64"]), "utf-8"),
});
const newTree = v.strictObject({
  base_tree: v.optional(v.string()),
  tree: v.array(
    v.strictObject({
      path: v.string(),
      mode: v.picklist(["100644", "100755", "120000"]),
      type: v.optional(v.literal("blob")),
      sha: v.optional(v.nullable(v.string())),
      content: v.optional(v.string()),
    }),
  ),
});
const newCommit = v.strictObject({
  message: v.string(),
  tree: sha,
  parents: v.optional(v.array(sha), []),
  author: v.optional(signature),
  committer: v.optional(signature),
});

/** Git's own objects and references. */
export const gitDatabase: readonly Route[] = [
  {
    method: "POST",
    path: "/git/blobs",
    documentation: "git/blobs#create-a-blob",
    needs: WRITE,
    answer({ body, repository, url }) {
      repository.refuseIfEmpty();
      const { content, encoding } = body(newBlob);
      const name = repository.objects.addBlob(Buffer.from(content, encoding));
      return created({ sha: name, url: url(`/repos/${repository.fullName}/git/blobs/${name}`) });
    },
  },
  {
    method: "GET",
    path: "/git/blobs/{sha}",
    documentation: "git/blobs#get-a-blob",
    needs: READ,
    answer({ path, repository, url }) {
      repository.refuseIfEmpty();
      const content = repository.objects.blob(path("sha"));
      if (content === undefined) throw notFound();
      return ok({
        sha: path("sha"),
        size: content.length,
        url: url(`/repos/${repository.fullName}/git/blobs/${path("sha")}`),
        // In lines of 60, as GitHub wraps it.
        content: content.toString("base64").replace(/.{1,60}/g, "$&\n"),
        encoding: "base64",
      });
    },
  },
  {
    method: "POST",
    path: "/git/trees",
    documentation: "git/trees#create-a-tree",
    needs: WRITE,
    answer(request) {
      const { repository, body } = request;
      repository.refuseIfEmpty();
      const { base_tree: base, tree } = body(newTree);
      const files = new Map(base === undefined ? [] : treeFiles(repository, base));
      for (const entry of tree) {
        refuseWorkflow(request.token, entry.path);
        if (!isPath(entry.path)) throw unprocessable("tree.path contains a malformed path component");
        if (entry.sha !== null) put(files, entry.path, newFile(repository, entry));
        else if (!files.delete(entry.path)) throw unprocessable("GitRPC::BadObjectState");
      }
      return created(treeAnswer(request, writeTree(repository.objects, files), false));
    },
  },
  {
    method: "GET",
    path: "/git/trees/{tree+}",
    documentation: "git/trees#get-a-tree",
    needs: READ,
    query: ["recursive"],
    answer(request) {
      const { repository, path, query } = request;
      repository.refuseIfEmpty();
      const tree = path("tree");
      const commit = repository.objects.commit(repository.head(tree) ?? tree);
      const name = commit?.tree ?? tree;
      if (repository.objects.tree(name) === undefined) throw notFound();
      return ok(treeAnswer(request, name, query.has("recursive")));
    },
  },
  {
    method: "POST",
    path: "/git/commits",
    documentation: "git/commits#create-a-commit",
    needs: WRITE,
    answer({ body, repository, url }) {
      repository.refuseIfEmpty();
      const { message, tree, parents, author, committer } = body(newCommit);
      if (repository.objects.tree(tree) === undefined) throw unprocessable("Tree SHA does not exist");
      if (parents.some((parent) => repository.objects.commit(parent) === undefined)) {
        throw unprocessable("Parent SHA does not exist or is not a commit object");
      }
      const by = signed(author ?? { name: LOGIN, email: `${LOGIN}@users.noreply.github.com` });
      const commit = {
        message,
        tree,
        parents,
        author: by,
        committer: committer === undefined ? by : signed(committer),
      };
      const name = repository.objects.addCommit(commit);
      return created(commitAnswer(repository, name, commit, url));
    },
  },
  {
    method: "GET",
    path: "/git/commits/{sha}",
    documentation: "git/commits#get-a-commit-object",
    needs: READ,
    answer({ path, repository, url }) {
      repository.refuseIfEmpty();
      const commit = repository.objects.commit(path("sha"));
      if (commit === undefined) throw notFound();
      return ok(commitAnswer(repository, path("sha"), commit, url));
    },
  },
  {
    method: "GET",
    path: "/git/ref/{ref+}",
    documentation: "git/refs#get-a-reference",
    needs: READ,
    answer(request) {
      request.repository.refuseIfEmpty();
      return ok(referenceAnswer(request, `refs/${request.path("ref")}`));
    },
  },
  {
    method: "POST",
    path: "/git/refs",
    documentation: "git/refs#create-a-reference",
    needs: WRITE,
    answer(request) {
      const { body, repository, token } = request;
      repository.refuseIfEmpty();
      const { ref, sha: commit } = body(v.strictObject({ ref: v.string(), sha }));
      refuseForeignWorkflows(token, repository, commit);
      repository.createReference(ref, commit);
      return created(referenceAnswer(request, ref));
    },
  },
  {
    method: "PATCH",
    path: "/git/refs/{ref+}",
    documentation: "git/refs#update-a-reference",
    needs: WRITE,
    answer(request) {
      const { body, path, repository, token } = request;
      repository.refuseIfEmpty();
      const { sha: commit, force } = body(v.strictObject({ sha, force: v.optional(v.boolean(), false) }));
      refuseForeignWorkflows(token, repository, commit);
      repository.updateReference(`refs/${path("ref")}`, commit, force);
      return ok(referenceAnswer(request, `refs/${path("ref")}`));
    },
  },
  {
    method: "DELETE",
    path: "/git/refs/{ref+}",
    documentation: "git/refs#delete-a-reference",
    needs: WRITE,
    answer({ path, repository }) {
      repository.refuseIfEmpty();
      repository.deleteReference(`refs/${path("ref")}`);
      return NO_CONTENT;
    },
  },
];

/** A commit as the git endpoints give it, and, without its address, as others hold it. */
export function commitAnswer(
  repository: Repository,
  name: string,
  { author, committer, message, tree, parents }: Commit,
  url: (path: string) => string,
) {
  const at = (kind: string, object: string) => ({
    sha: object,
    url: url(`/repos/${repository.fullName}/git/${kind}/${object}`),
  });
  return {
    ...at("commits", name),
    html_url: url(`/${repository.fullName}/commit/${name}`),
    author: signatureAnswer(author),
    committer: signatureAnswer(committer),
    message,
    tree: at("trees", tree),
    parents: parents.map((parent) => at("commits", parent)),
    verification: { verified: false, reason: "unsigned", signature: null, payload: null },
  };
}

function signatureAnswer({ name, email, date }: Signature) {
  return { name, email, date: date.toISOString().replace(/\.\d+Z$/, "Z") };
}

function signed({ name, email, date }: v.InferOutput<typeof signature>): Signature {
  return { name, email, date: date === undefined ? new Date() : new Date(date) };
}

function treeFiles(repository: Repository, base: string): ReadonlyMap<string, File> {
  const files = filesOf(repository.objects, repository.objects.commit(base)?.tree ?? base);
  if (files === undefined) throw unprocessable("base_tree is not a valid tree oid");
  return files;
}

function newFile({ objects }: Repository, entry: v.InferOutput<typeof newTree>["tree"][number]): File {
  const { mode, sha: known, content } = entry;
  if ((typeof known === "string") === (content !== undefined)) {
    throw unprocessable("Must supply either tree.sha or tree.content");
  }
  if (content !== undefined) return { mode, sha: objects.addBlob(Buffer.from(content)) };
  if (typeof known !== "string" || objects.blob(known) === undefined) {
    throw unprocessable(`tree.sha ${String(known)} is not a valid blob`);
  }
  return { mode, sha: known };
}

function isPath(path: string): boolean {
  return path.split("/").every((part) => !["", ".", "..", ".git"].includes(part.toLowerCase()));
}

function treeAnswer({ repository, url }: Request, name: string, recursive: boolean) {
  const entries = treeEntries(repository, name, recursive, "");
  return {
    sha: name,
    url: url(`/repos/${repository.fullName}/git/trees/${name}`),
    tree: entries.slice(0, ENTRIES_READ_AT_ONCE),
    truncated: entries.length > ENTRIES_READ_AT_ONCE,
  };
}

interface EntryAnswer {
  readonly path: string;
  readonly mode: string;
  readonly type: "blob" | "tree";
  readonly sha: string;
  readonly size?: number | undefined;
}

function treeEntries(
  repository: Repository,
  name: string,
  recursive: boolean,
  prefix: string,
): EntryAnswer[] {
  return (repository.objects.tree(name) ?? []).flatMap((entry): EntryAnswer[] => {
    const path = prefix + entry.name;
    const { mode, sha: object } = entry;
    if (mode !== "040000") {
      return [{ path, mode, type: "blob", sha: object, size: repository.objects.blob(object)?.length }];
    }
    const inside = recursive ? treeEntries(repository, object, true, `${path}/`) : [];
    return [{ path, mode, type: "tree", sha: object }, ...inside];
  });
}

function referenceAnswer({ repository, url }: Request, ref: string) {
  const commit = repository.references.get(ref);
  if (commit === undefined) throw notFound();
  return {
    ref,
    url: url(`/repos/${repository.fullName}/git/${ref}`),
    object: {
      type: "commit",
      sha: commit,
      url: url(`/repos/${repository.fullName}/git/commits/${commit}`),
    },
  };
}

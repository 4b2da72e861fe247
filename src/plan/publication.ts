import { isTag } from "../catalogue/names.js";
import { matchesRefs } from "../catalogue/ref-filter.js";
import { tagsFor, type GitEvent } from "../catalogue/tag-policy.js";
import type { Problem } from "../problems/problem.js";
import type { ResolvedImage, ResolvedSystem } from "./resolved-system.js";

/** What an event publishes for an image. */
export type Publication =
  /** `HOST/REPOSITORY:TAG`, in push order; at least one. */
  | { readonly outcome: "published"; readonly references: readonly string[] }
  /** No push, and why. */
  | { readonly outcome: "nothing"; readonly reason: string }
  /** A push that the registry would refuse. */
  | { readonly outcome: "refused"; readonly problems: readonly Problem[] };

/** The triggers of the publishing workflow: its events and, for pushes, GitHub's filters, as in `on.push`. */
export interface WorkflowStarts {
  /** Default: every event. */
  readonly events?: readonly GitEvent["name"][];
  /** Default: every branch. */
  readonly branches?: readonly string[];
  /** Default: the system's `releaseTags`. */
  readonly tags?: readonly string[];
}

/** An image, an event, and what else the names depend on. */
export interface PublicationInputs {
  readonly system: ResolvedSystem;
  readonly image: ResolvedImage;
  readonly event: GitEvent;
  /** Host of the account's ECR registry (`ecrHost`); a placeholder if the account is unknown. */
  readonly ecrHost: string;
  readonly starts?: WorkflowStarts;
}

/** What CI publishes for an event, and where. Pure. */
export function publishedReferences({
  system,
  image,
  event,
  ecrHost,
  starts = {},
}: PublicationInputs): Publication {
  if (event.name === "pull_request") return nothing("N6: a pull request publishes nothing");
  if (starts.events?.includes(event.name) === false) return nothing(`no workflow runs on ${event.name}`);
  if (event.name === "push" && !startsOn(event.ref, system, starts)) {
    return nothing(`no workflow runs for ${event.ref}`);
  }
  const tags = tagsFor(image.spec.tags, event);
  if (tags.length === 0)
    return nothing(`no tag rule of ${system.name}/${image.spec.id} applies to ${event.ref}`);
  const problems = tags
    .filter((tag) => !isTag(tag))
    .map((tag) => ({
      where: `${system.name}/${image.spec.id}, ${event.ref}`,
      expected: "a tag of up to 128 characters that starts with a letter, a digit or _",
      found: JSON.stringify(tag),
      fix: "rename the branch or git tag; the registry refuses the push",
    }));
  if (problems.length > 0) return { outcome: "refused", problems };
  const host = system.host.kind === "ecr" ? ecrHost : system.host.host;
  return { outcome: "published", references: tags.map((tag) => `${host}/${image.repository}:${tag}`) };
}

function startsOn(ref: string, system: ResolvedSystem, { branches, tags }: WorkflowStarts): boolean {
  const [, folder, name] = /^refs\/(heads|tags)\/(.+)$/s.exec(ref) ?? [];
  if (name === undefined) return false;
  return folder === "heads"
    ? matchesRefs(branches ?? ["**"], name)
    : matchesRefs(tags ?? [system.releaseTags], name);
}

function nothing(reason: string): Publication {
  return { outcome: "nothing", reason };
}

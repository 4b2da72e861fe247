import type { GitEvent } from "./git-event.js";
import { ghcrRepository, isTag } from "./names.js";
import type { Problem } from "../problems/problem.js";
import { matchesRefs } from "./ref-filter.js";
import type { Image, System } from "./system.js";
import { tagsFor } from "./tag-policy.js";

/** What an event publishes of an image. */
export type Publication =
  /** Each `HOST/REPOSITORY:TAG`, in the order in which they are pushed; at least one. */
  | { readonly outcome: "published"; readonly references: readonly string[] }
  /** No push, and why. */
  | { readonly outcome: "nothing"; readonly reason: string }
  /** A push that the registry would refuse. */
  | { readonly outcome: "refused"; readonly problems: readonly Problem[] };

/** What starts the workflow that publishes: its events, and for pushes GitHub's filters, as in `on.push`. */
export interface WorkflowStarts {
  /** Default: every event. */
  readonly events?: readonly GitEvent["name"][];
  /** Default: every branch. */
  readonly branches?: readonly string[];
  /** Default: the system's `releaseTags`. */
  readonly tags?: readonly string[];
}

/** An image, an event, and what the names depend on beside the two. */
export interface PublicationInputs {
  readonly system: System;
  readonly image: Image;
  readonly event: GitEvent;
  /** The stack's GitHub owner; a system's own goes before it. */
  readonly owner: string;
  /** Host of the account's ECR registry, as `ecrHost` gives it; a placeholder where the account is not known. */
  readonly ecrHost: string;
  readonly starts?: WorkflowStarts;
}

/** What CI publishes, and where, when an event happens. Pure. */
export function publishedReferences({
  system,
  image,
  event,
  owner,
  ecrHost,
  starts = {},
}: PublicationInputs): Publication {
  if (event.name === "pull_request") return nothing("N6: a pull request publishes nothing");
  if (starts.events?.includes(event.name) === false) return nothing(`no workflow starts on ${event.name}`);
  if (event.name === "push" && !startsOn(event.ref, system, starts)) {
    return nothing(`no workflow starts for ${event.ref}`);
  }
  const tags = tagsFor(image.tags, event);
  if (tags.length === 0) return nothing(`no tag rule of ${system.name}/${image.id} applies to ${event.ref}`);
  const problems = tags
    .filter((tag) => !isTag(tag))
    .map((tag) => ({
      where: `${system.name}/${image.id}, ${event.ref}`,
      expected: "a name whose tag is up to 128 characters and begins with a letter, a digit or _",
      found: JSON.stringify(tag),
      fix: "rename the branch or git tag; the registry refuses the push",
    }));
  if (problems.length > 0) return { outcome: "refused", problems };
  const repository =
    system.registry === "ecr"
      ? `${ecrHost}/${image.repository}`
      : `ghcr.io/${ghcrRepository(system.owner ?? owner, image.repository)}`;
  return { outcome: "published", references: tags.map((tag) => `${repository}:${tag}`) };
}

function startsOn(ref: string, system: System, { branches, tags }: WorkflowStarts): boolean {
  const [, folder, name] = /^refs\/(heads|tags)\/(.+)$/s.exec(ref) ?? [];
  if (name === undefined) return false;
  return folder === "heads"
    ? matchesRefs(branches ?? ["**"], name)
    : matchesRefs(tags ?? [system.releaseTags], name);
}

function nothing(reason: string): Publication {
  return { outcome: "nothing", reason };
}

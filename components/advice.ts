import type { Build } from "../contexts/prepare.js";
import { nameOf } from "./registry-image.js";

/** What may be wrong with the sources of a system's images, though they can be built. */
export function warningsOn(builds: readonly Build[]): string[] {
  return builds
    .filter(({ staged }) => staged.holdsGit)
    .map(({ plan: { image, sources } }) =>
      [
        `Image ${image} is built from .git too, which differs between two clones of one commit, so its image does.`,
        `Cure: add a line .git to ${sources.dockerfile}.dockerignore if there is one, else to ${sources.context === "." ? "" : `${sources.context}/`}.dockerignore.`,
      ].join(" "),
    );
}

/** Where to look if a build of a system fails. Empty where Pulumi shows it. */
export function hintsOn(builds: readonly Build[]): string[] {
  const unseen = builds.filter(({ plan }) => plan.builder.kind === "docker-engine").map(nameOf);
  if (unseen.length === 0) return [];
  return [
    `Docker's own engine builds ${unseen.join(", ")}. If a build fails, Pulumi shows only its exit status; \`docker buildx history logs\` shows why.`,
  ];
}

import type { ImageSpec } from "../../src/catalogue/image-spec.js";
import type { Build } from "../../src/build/prepare.js";
import { nameOf } from "./registry-image.js";

/** Warnings about the sources of a system's images. */
export function buildWarnings(builds: readonly Build[]): string[] {
  return builds.flatMap(({ staged, image: { spec } }) => [
    ...(staged.holdsGit
      ? [
          `The build of image ${spec.id} includes .git, which differs between two clones of one commit, so the image differs, too. ${leavingOut(".git", spec)}`,
        ]
      : []),
    ...staged.secretFiles.map(
      (file) =>
        `The build of image ${spec.id} can see ${file}, which may contain secrets: a COPY of everything would publish them. ${leavingOut(file, spec)}`,
    ),
  ]);
}

function leavingOut(file: string, { context, dockerfile }: ImageSpec): string {
  const folder = context === "." ? "" : `${context}/`;
  return `Fix: add a line ${file} to ${dockerfile}.dockerignore if there is one, else to ${folder}.dockerignore.`;
}

/** Where to look if a build of a system fails. Empty if Pulumi shows it. */
export function buildHints(builds: readonly Build[]): string[] {
  const unseen = builds.filter(({ image }) => image.builder.kind === "docker-engine").map(nameOf);
  if (unseen.length === 0) return [];
  return [
    `Docker's own engine builds ${unseen.join(", ")}. If a build fails, Pulumi shows only its exit status; \`docker buildx history logs\` shows why.`,
  ];
}

import { readFileSync } from "node:fs";
import path from "node:path";
import type { Problem } from "../../problems/problem.js";
import type { ResolvedSystem } from "../../plan/resolved-system.js";
import { pushesOf, WORKFLOWS, workflowFileNames } from "./workflow-file.js";

/**
 * Workflows of a checkout that push an image the catalogue lacks, or that cannot be read. An image whose name is
 * computed at run time counts as lacking. Files in `asDelivered` are generated and need no check.
 */
export function foreignPushes(
  checkout: string,
  system: ResolvedSystem,
  asDelivered: ReadonlySet<string>,
): Problem[] {
  const listed = system.images.map(({ spec }) => spec.repository).join(", ") || "no image";
  return workflowFileNames(checkout).flatMap((name) => {
    const file = `${WORKFLOWS}/${name}`;
    if (asDelivered.has(file)) return [];
    const reading = pushesOf(readFileSync(path.join(checkout, file), "utf8"));
    if ("unreadable" in reading) {
      return {
        where: `${system.name}, ${file}`,
        expected: "a workflow file",
        found: reading.unreadable,
        fix: "correct it; GitHub ignores the file as it is",
      };
    }
    return reading.pushes
      .filter(({ image }) => !isOfCatalogue(image, system))
      .map(({ where, image }) => ({
        where: `${system.name}, ${file}, ${where}`,
        expected: `a push of ${listed}`,
        found: image,
        fix: "add the image to the catalogue, or remove the push; write the image's name literally",
      }));
  });
}

/**
 * Whether a name is one of the system's images in its registry. An expression matches any host or owner, and an unknown
 * owner any account.
 */
function isOfCatalogue(
  image: string,
  { repository: { owner, name }, registry, images }: ResolvedSystem,
): boolean {
  const [host, ...rest] = image
    .replace(/\$\{\{\s*github\.repository\s*\}\}|\$\{?GITHUB_REPOSITORY\}?/g, `$OWNER/${name}`)
    .replace(/\$\{\{.*?\}\}/g, "$ANY")
    // The tag or digest.
    .replace(/@.*$/, "")
    .replace(/:[^/]*$/, "")
    .toLowerCase()
    .split("/");
  const known = images.map(({ spec }) => spec.repository);
  if (registry === "ecr") return host !== "ghcr.io" && known.includes(rest.join("/"));
  const [account = "", ...repository] = rest;
  const isOurs = owner === "" || account.startsWith("$") || account === owner.toLowerCase();
  return host === "ghcr.io" && isOurs && known.includes(repository.join("/"));
}

import { readFileSync, statSync } from "node:fs";
import path from "node:path";
import type { ImageSpec } from "../../catalogue/image-spec.js";
import type { Problem } from "../../problems/problem.js";
import { cargoProblems } from "./cargo-agreement.js";
import { readDockerfile } from "./read-dockerfile.js";
import { secretArgumentProblems } from "./secret-arguments.js";

/** Arguments that BuildKit accepts without a declaration. */
const PREDEFINED = /^(?:BUILDKIT_\w+|SOURCE_DATE_EPOCH|(?:(?:http|https|ftp|all|no)_proxy))$/i;

/**
 * Why a checkout cannot be built as the catalogue says: a missing Dockerfile or context, an argument that the
 * Dockerfile does not declare or that BuildKit takes for a secret, a stage or base that it lacks.
 */
export function imageDrift(checkout: string, system: string, image: ImageSpec): Problem[] {
  const where = `${system}/${image.id}`;
  const dockerfile = path.join(checkout, image.dockerfile);
  const problems: Problem[] = [];
  if (!exists(path.join(checkout, image.context), "folder")) {
    problems.push({
      where: `${where}, context`,
      expected: `the folder ${image.context} in ${checkout}`,
      found: "none",
      fix: "correct context in the catalogue, or check out a commit that has it",
    });
  }
  if (!exists(dockerfile, "file")) {
    problems.push({
      where: `${where}, dockerfile`,
      expected: `the file ${image.dockerfile} in ${checkout}`,
      found: "none",
      fix: "correct dockerfile in the catalogue, or check out a commit that has it",
    });
    return problems;
  }
  const text = readFileSync(dockerfile, "utf8");
  const facts = readDockerfile(text);
  if (facts.stages.size === 0) {
    problems.push({
      where: `${where}, ${image.dockerfile}`,
      expected: "a FROM instruction",
      found: "none",
      fix: "correct the file, or dockerfile in the catalogue",
    });
    return problems;
  }
  const declared = [...facts.args.keys()];
  const named = [...Object.keys(image.buildArgs), ...Object.keys(image.variableArgs)];
  if (image.sourceVersionArg !== undefined) named.push(image.sourceVersionArg);
  problems.push(
    ...named
      .filter((name) => !facts.args.has(name) && !PREDEFINED.test(name))
      .map((name) => ({
        where: `${where}, ${image.dockerfile}`,
        expected: `ARG ${name}, which the catalogue passes`,
        found: declared.length === 0 ? "no ARG" : `ARG ${declared.join(", ")}`,
        fix: `declare it in the stage that reads it, or remove ${name} from the catalogue`,
      })),
  );
  if (image.target !== undefined && !facts.stages.has(image.target.toLowerCase())) {
    problems.push({
      where: `${where}, ${image.dockerfile}`,
      expected: `a stage named ${image.target}, the catalogue's target`,
      found: `stages ${[...facts.stages].join(", ")}`,
      fix: "name a stage with `FROM … AS`, or correct target in the catalogue",
    });
  }
  if (image.base !== undefined && !facts.bases.has(image.base.name)) {
    problems.push({
      where: `${where}, ${image.dockerfile}`,
      expected: `a FROM that names ${image.base.name}, or an ARG with that default`,
      found: `FROM ${[...facts.bases].join(", ")}`,
      fix: "build on the base, or correct base in the catalogue",
    });
  }
  problems.push(
    ...secretArgumentProblems(`${where}, ${image.dockerfile}`, text, Object.keys(image.variableArgs)),
  );
  const manifest = path.join(checkout, image.context, "Cargo.toml");
  if (exists(manifest, "file")) {
    problems.push(...cargoProblems(`${where}, ${image.dockerfile}`, text, readFileSync(manifest, "utf8")));
  }
  return problems;
}

function exists(location: string, kind: "file" | "folder"): boolean {
  const found = statSync(location, { throwIfNoEntry: false });
  return (kind === "file" ? found?.isFile() : found?.isDirectory()) ?? false;
}

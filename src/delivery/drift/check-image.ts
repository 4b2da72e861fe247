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
  const missing = (["context", "dockerfile"] as const).filter(
    (key) => !exists(path.join(checkout, image[key]), KINDS[key]),
  );
  const problems = missing.map((key) => ({
    where: `${where}, ${key}`,
    expected: `the ${KINDS[key]} ${image[key]} in ${checkout}`,
    found: "none",
    fix: `correct ${key} in the catalogue, or check out a commit that has it`,
  }));
  return missing.includes("dockerfile")
    ? problems
    : [...problems, ...dockerfileDrift(checkout, `${where}, ${image.dockerfile}`, image)];
}

const KINDS = { context: "folder", dockerfile: "file" } as const;

function dockerfileDrift(checkout: string, where: string, image: ImageSpec): Problem[] {
  const text = readFileSync(path.join(checkout, image.dockerfile), "utf8");
  const { args, stages, bases } = readDockerfile(text);
  if (stages.size === 0) {
    const fix = "correct the file, or dockerfile in the catalogue";
    return [{ where, expected: "a FROM instruction", found: "none", fix }];
  }
  const problems: Problem[] = Object.keys({ ...image.buildArgs, ...image.variableArgs })
    .concat(image.sourceVersionArg ?? [])
    .filter((name) => !args.has(name) && !PREDEFINED.test(name))
    .map((name) => ({
      where,
      expected: `ARG ${name}, which the catalogue passes`,
      found: args.size === 0 ? "no ARG" : `ARG ${[...args.keys()].join(", ")}`,
      fix: `declare it in the stage that reads it, or remove ${name} from the catalogue`,
    }));
  if (image.target !== undefined && !stages.has(image.target.toLowerCase())) {
    problems.push({
      where,
      expected: `a stage named ${image.target}, the catalogue's target`,
      found: `stages ${[...stages].join(", ")}`,
      fix: "name a stage with `FROM … AS`, or correct target in the catalogue",
    });
  }
  if (image.base !== undefined && !bases.has(image.base.name)) {
    problems.push({
      where,
      expected: `a FROM that names ${image.base.name}, or an ARG with that default`,
      found: `FROM ${[...bases].join(", ")}`,
      fix: "build on the base, or correct base in the catalogue",
    });
  }
  const manifest = path.join(checkout, image.context, "Cargo.toml");
  return [
    ...problems,
    ...secretArgumentProblems(where, text, Object.keys(image.variableArgs)),
    ...(exists(manifest, "file") ? cargoProblems(where, text, readFileSync(manifest, "utf8")) : []),
  ];
}

function exists(location: string, kind: "file" | "folder"): boolean {
  const found = statSync(location, { throwIfNoEntry: false });
  return (kind === "file" ? found?.isFile() : found?.isDirectory()) ?? false;
}

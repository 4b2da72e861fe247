import type { ImageSpec, ImageSpecs } from "../catalogue/image-spec.js";
import { metadataLines } from "../catalogue/tag-policy.js";
import { argumentLines } from "./image-source.js";
import type { Cell, Job, Matrix } from "../catalogue/workflow-model.js";
import { runnerFor } from "./runners.js";

/** Many images as one matrix. Values that all images share are literals; the others are fields of the cells. */
export interface ImageCells {
  readonly cells: Matrix["cells"];
  readonly runsOn: Job["runsOn"];
  readonly platforms: string;
  readonly target: string | undefined;
  /** Rules for tags, as `generateTags` takes them. */
  readonly tags: readonly string[];
}

/** One cell per image, identified by `id`. */
export function imageCells(images: ImageSpecs): ImageCells {
  const [first, ...rest] = images;
  const own = fields.filter((field) => !isAlike(images.map(valuesOf[field])));
  const written = (field: Field) =>
    own.includes(field) ? `\${{ matrix.${field} }}` : valuesOf[field](first);
  return {
    cells: [cellOf(first, own), ...rest.map((image) => cellOf(image, own))],
    runsOn: own.includes("runner") ? "${{ matrix.runner }}" : runnerOf(first),
    platforms: written("platforms") ?? "",
    target: written("target"),
    tags: own.includes("tags") ? ["${{ matrix.tags }}"] : metadataLines(first.tags),
  };
}

/** Values that all images may share, by their field in a cell; undefined if an image has none. */
const valuesOf = {
  platforms: (image) => image.platforms.join(","),
  runner: runnerOf,
  target: (image) => image.target,
  tags: (image) =>
    metadataLines(image.tags)
      .map((line) => `${line}\n`)
      .join(""),
} as const satisfies Record<string, (image: ImageSpec) => string | undefined>;

type Field = keyof typeof valuesOf;
const fields = ["platforms", "runner", "target", "tags"] as const satisfies Field[];

/** For images of one platform; `multiPlatform` gives each of several platforms its own runner. */
function runnerOf(image: ImageSpec) {
  return runnerFor[image.platforms[0]];
}

function isAlike(values: readonly (string | undefined)[]): boolean {
  return new Set(values).size === 1;
}

function cellOf(image: ImageSpec, own: readonly Field[]): Cell {
  const args = argumentLines(image);
  const values = own.flatMap((field) => {
    const value = valuesOf[field](image);
    return value === undefined ? [] : [[field, value] as const];
  });
  return {
    id: image.id,
    dockerfile: `./${image.dockerfile}`,
    context: image.context,
    image: image.repository,
    ...Object.fromEntries(values),
    ...(args !== "" && { build_args: args }),
  };
}

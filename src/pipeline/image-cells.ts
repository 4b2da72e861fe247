import type { PlannedImage } from "../catalogue/image-inputs.js";
import { metadataLines } from "../catalogue/tag-policy.js";
import { argumentLines } from "./image-source.js";
import type { Cell, Job, Matrix } from "../catalogue/workflow-model.js";
import { runnerFor } from "./runners.js";

/** Many images as one matrix: what they have alike is said once, for all; what differs is a field of their cells. */
export interface ImageCells {
  readonly cells: Matrix["cells"];
  readonly runsOn: Job["runsOn"];
  readonly platforms: string;
  readonly target: string | undefined;
  /** Rules for tags, as `chooseTags` takes them. */
  readonly tags: readonly string[];
}

/** One cell an image, told apart by `id`. */
export function imageCells(images: readonly [PlannedImage, ...PlannedImage[]]): ImageCells {
  const [first, ...rest] = images;
  const own = fields.filter((field) => !isAlike(images.map(valuesOf[field])));
  const written = (field: Field) =>
    own.includes(field) ? `\${{ matrix.${field} }}` : valuesOf[field](first);
  return {
    cells: [cellOf(first, own), ...rest.map((image) => cellOf(image, own))],
    runsOn: own.includes("runner") ? "${{ matrix.runner }}" : runnerOf(first),
    platforms: written("platforms") ?? "",
    target: written("target"),
    tags: own.includes("tags") ? ["${{ matrix.tags }}"] : metadataLines(first.image.tags),
  };
}

/** What can be alike in all images, by the name that it has in a cell; undefined where an image has none. */
const valuesOf = {
  platforms: ({ inputs }) => inputs.platforms.join(","),
  runner: runnerOf,
  target: ({ inputs }) => inputs.target,
  tags: ({ image }) =>
    metadataLines(image.tags)
      .map((line) => `${line}\n`)
      .join(""),
} as const satisfies Record<string, (image: PlannedImage) => string | undefined>;

type Field = keyof typeof valuesOf;
const fields = ["platforms", "runner", "target", "tags"] as const satisfies Field[];

/** For images of one platform; several need a machine each, which `multiPlatform` gives them. */
function runnerOf({ image }: PlannedImage) {
  return runnerFor[image.platforms[0]];
}

function isAlike(values: readonly (string | undefined)[]): boolean {
  return new Set(values).size === 1;
}

function cellOf(planned: PlannedImage, own: readonly Field[]): Cell {
  const { image, inputs } = planned;
  const args = argumentLines(inputs);
  const values = own.flatMap((field) => {
    const value = valuesOf[field](planned);
    return value === undefined ? [] : [[field, value] as const];
  });
  return {
    id: image.id,
    dockerfile: `./${inputs.dockerfile}`,
    context: inputs.context,
    image: image.repository,
    ...Object.fromEntries(values),
    ...(args !== "" && { build_args: args }),
  };
}

import { type Problem, unless } from "../problems/problem.js";
import type { Image } from "./image.js";
import type { System } from "./system.js";

const OF_IMAGE = ["id", "repository", "dockerfile", "context", "platforms", "tags"] satisfies (keyof Image)[];
const OF_SYSTEM = [
  "name",
  "repository",
  "registry",
  "releaseTags",
  "versions",
  "images",
] satisfies (keyof System)[];

/**
 * Required fields that a catalogue lacks. The program runs without a compiler, so a missing field would fail elsewhere.
 * While one is missing, nothing else can be checked.
 */
export function missingFields(catalogue: readonly System[]): Problem[] {
  return catalogue.flatMap((system, index) => {
    const where = `systems/${given(system.name) ? system.name : String(index + 1)}`;
    return [
      ...missing(system, OF_SYSTEM, where),
      ...(Array.isArray(system.images) ? system.images : []).flatMap((image: Image, place) =>
        missing(image, OF_IMAGE, `${where}, image ${given(image.id) ? image.id : String(place + 1)}`),
      ),
    ];
  });
}

function missing(value: object, fields: readonly string[], where: string): Problem[] {
  const values = new Map<string, unknown>(Object.entries(value));
  return fields.flatMap((field) =>
    unless(given(values.get(field)), {
      where: `${where}, ${field}`,
      expected: "a value; the field is required",
      found: Array.isArray(values.get(field)) ? "an empty list" : "nothing",
      fix: "add it; src/catalogue/system.ts documents it, and `npx tsc --noEmit` finds missing fields",
    }),
  );
}

function given(value: unknown): boolean {
  return value !== undefined && value !== null && !(Array.isArray(value) && value.length === 0);
}

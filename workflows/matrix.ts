import type { Cell, Job, Matrix } from "./model.js";

/** How many jobs GitHub starts from one matrix. */
export const MAX_CELLS = 256;

/**
 * The jobs that run `cells`: one while they fit GitHub's limit, else siblings `id-1`, `id-2`, … of as even a share each.
 * `job` makes a job of its share; `part` is `undefined` where there is but one.
 */
export function shard(
  id: string,
  cells: Matrix["cells"],
  key: string,
  job: (matrix: Matrix, part: number | undefined) => Job,
): Record<string, Job> {
  const shares = Math.ceil(cells.length / MAX_CELLS);
  if (shares === 1) return { [id]: job({ cells, key }, undefined) };
  const size = Math.ceil(cells.length / shares);
  return Object.fromEntries(
    Array.from({ length: shares }, (_, share) => {
      const [first, ...rest] = cells.slice(share * size, (share + 1) * size) as [Cell, ...Cell[]];
      return [`${id}-${share + 1}`, job({ cells: [first, ...rest], key }, share + 1)];
    }),
  );
}

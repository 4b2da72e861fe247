import { evenShares } from "./even-shares.js";
import type { Job, Matrix } from "../catalogue/workflow-model.js";

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
  return Object.fromEntries(
    evenShares(cells, shares).map((share, index) => [
      `${id}-${index + 1}`,
      job({ cells: share, key }, index + 1),
    ]),
  );
}

import type { ImagePin } from "../registry/image-pin.js";
import { parseImageReference } from "../registry/image-reference.js";

/** How a stack's public images stand, one a line, and what became of that. `written`: whether its file was to be. */
export function digestsReport(
  pins: readonly ImagePin[],
  { stack, written }: { stack: string; written: boolean },
): string {
  const changed = pins.filter(({ before, after }) => after !== before).length;
  const file = `Pulumi.${stack}.yaml`;
  const count = changed === 1 ? "1 digest" : `${changed} digests`;
  return [
    ...pins.map((pin) => `${pin.system} ${pin.arg}: ${inWords(pin)}`),
    changed === 0
      ? `nothing to write: no tag has another digest than in ${file}`
      : written
        ? `${count} written to ${file}; run \`pulumi up\`, and deliver the workflow files anew`
        : `${count} missing or moved; \`slipway digests ${stack}\` writes what is new to ${file}`,
  ].join("\n");
}

function inWords({ state, before, after }: ImagePin): string {
  const tagged = after.replace(/@.*/, "");
  switch (state) {
    case "current":
      return `${tagged}, ${short(before)} is the newest`;
    case "missing":
    case "moved":
      return `${tagged}, ${short(before)} → ${short(after)}`;
    case "untagged":
      return `${tagged}, ${short(before)} left alone: without a tag there is nothing to ask for`;
    default:
      return state satisfies never;
  }
}

/** Enough of a digest to tell it from another. */
function short(image: string): string {
  return parseImageReference(image)?.digest?.slice(0, "sha256:".length + 12) ?? "no digest";
}

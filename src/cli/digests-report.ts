import type { ImagePin } from "../registry/image-pin.js";
import { parseImageReference } from "../registry/image-reference.js";

/** A pin of an image that a stack names by an `ARG` of a system. */
export interface StackPin extends ImagePin {
  readonly system: string;
  readonly arg: string;
}

/**
 * A stack's public images and their digests, one per line, and the result. `written`: whether the stack's file was to
 * be written.
 */
export function digestsReport(
  pins: readonly StackPin[],
  { stack, written }: { stack: string; written: boolean },
): string {
  const changed = pins.filter(({ before, after }) => after !== before).length;
  const file = `Pulumi.${stack}.yaml`;
  const count = changed === 1 ? "1 digest" : `${changed} digests`;
  return [
    ...pins.map((pin) => `${pin.system} ${pin.arg}: ${inWords(pin)}`),
    changed === 0
      ? `nothing to write: ${file} has the digest of every tag`
      : written
        ? `${count} written to ${file}; run \`pulumi up\` and deliver the workflow files again`
        : `${count} missing or moved; \`slipway digests ${stack}\` updates ${file}`,
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
      return `${tagged}, ${short(before)} skipped: it has no tag to look up`;
    default:
      return state satisfies never;
  }
}

/** A digest, shortened for people. */
function short(image: string): string {
  return parseImageReference(image)?.digest?.slice(0, "sha256:".length + 12) ?? "no digest";
}

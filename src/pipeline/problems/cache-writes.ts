import type { ActionName } from "../../catalogue/actions.js";
import type { Step } from "../../catalogue/workflow-model.js";

/** The values that an input can have, as text; none if it is not set. */
type Values = (input: string) => readonly string[];

/** Action → how it writes a cache, given its inputs. Some do so by default. */
const writers: Readonly<Partial<Record<ActionName, (values: Values) => string | undefined>>> = {
  "actions/cache/save": () => "actions/cache/save",
  "actions/setup-node": (values) =>
    isOff(values("package-manager-cache")) && values("cache").every((value) => value === "")
      ? undefined
      : "setup-node without package-manager-cache: false",
  "aquasecurity/trivy-action": (values) =>
    isOff(values("cache")) ? undefined : "trivy-action without cache: false",
  "docker/setup-buildx-action": (values) =>
    isOff(values("cache-binary")) ? undefined : "setup-buildx-action without cache-binary: false",
  "docker/build-push-action": (values) => {
    const written = values("cache-to").flatMap(cacheEntries).find(isShared);
    return written && `cache-to ${written}`;
  },
};

/** How a step writes a cache that other runs read; `undefined` if it does not. */
export function writtenCache(step: Step, values: Values): string | undefined {
  return "run" in step ? undefined : writers[step.uses]?.(values);
}

/** The entries of `cache-to`, one per line. */
export function cacheEntries(text: string): string[] {
  return text.split("\n").filter((line) => line !== "");
}

/** An inline cache is part of the image and not shared. */
export function isShared(entry: string): boolean {
  return !/(?:^|,)type=inline(?:,|$)/.test(entry);
}

function isOff(values: readonly string[]): boolean {
  return values.length > 0 && values.every((value) => value === "false");
}

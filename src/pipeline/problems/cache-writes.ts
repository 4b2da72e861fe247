import type { ActionName } from "../../catalogue/actions.js";
import type { Step } from "../../catalogue/workflow-model.js";

/** The values that an input can have, as text; none where it is not given. */
type Values = (input: string) => readonly string[];

/** Action → what it does that leaves a cache behind, given its inputs. Some do unless they are told not to. */
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

/** The cache that a step leaves behind for other runs, in words; `undefined` where it leaves none. */
export function writtenCache(step: Step, values: Values): string | undefined {
  return "run" in step ? undefined : writers[step.uses]?.(values);
}

/** What `cache-to` names, an entry a line. */
export function cacheEntries(text: string): string[] {
  return text.split("\n").filter((line) => line !== "");
}

/** An inline cache is part of the image itself, and goes where the image goes. */
export function isShared(entry: string): boolean {
  return !/(?:^|,)type=inline(?:,|$)/.test(entry);
}

function isOff(values: readonly string[]): boolean {
  return values.length > 0 && values.every((value) => value === "false");
}

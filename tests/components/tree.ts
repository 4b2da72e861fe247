import { label, type Registered } from "./mocks.js";

/**
 * What was registered as an indented tree, children in alphabetical order, one line a resource: its options in
 * parentheses, then `←` and what it waits for. Versions are left out.
 */
export function treeOf(registered: readonly Registered[]): string {
  const below = (parent: string | undefined, depth: number): string[] =>
    registered
      .filter(({ options }) => options.parent === parent)
      .toSorted((a, b) => (label(a) < label(b) ? -1 : 1))
      .flatMap((resource) => ["  ".repeat(depth) + line(resource), ...below(label(resource), depth + 1)]);
  return below(undefined, 0).join("\n");
}

function line(resource: Registered): string {
  const { dependsOn = [], ...options } = resource.options;
  const inWords = Object.entries(options)
    .filter(([name]) => name !== "parent" && name !== "version")
    .map(([name, value]) => (value === true ? name : `${name}: ${JSON.stringify(value)}`));
  return [
    label(resource),
    ...(inWords.length > 0 ? [`(${inWords.join(", ")})`] : []),
    ...(dependsOn.length > 0 ? [`← ${dependsOn.join(", ")}`] : []),
  ].join(" ");
}

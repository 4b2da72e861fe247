import { Document } from "yaml";
import type { DependencyUpdates } from "../catalogue/system.js";
import { header } from "./header.js";

/** Days before Dependabot proposes a release: most malicious ones are detected by then. Security updates do not wait. */
const COOLDOWN_DAYS = 7;

/**
 * Renders `.github/dependabot.yml`: weekly, with minor and patch updates grouped and each major update on its own.
 */
export function renderDependabot(updates: readonly DependencyUpdates[], system: string): string {
  const document = new Document();
  document.contents = document.createNode({
    version: 2,
    updates: updates.map((one, index) => {
      const node = document.createNode(entry(one, document));
      node.spaceBefore = index > 0;
      return node;
    }),
  });
  document.commentBefore = header(system)
    .map((line) => ` ${line}`)
    .join("\n");
  return document.toString({ lineWidth: 0, flowCollectionPadding: false });
}

function entry({ ecosystem, directories }: DependencyUpdates, document: Document) {
  const inline = (values: readonly string[]) => document.createNode(values, { flow: true });
  return {
    "package-ecosystem": ecosystem,
    directories: inline(directories),
    schedule: { interval: "weekly" },
    cooldown: { "default-days": COOLDOWN_DAYS },
    groups: { "minor-and-patch": { "update-types": inline(["minor", "patch"]) } },
  };
}

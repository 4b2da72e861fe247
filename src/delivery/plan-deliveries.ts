import { isUtf8 } from "node:buffer";
import type { Configuration } from "../configuration/configuration.js";
import type { DeliveryPlan, FilePlan } from "../plan/delivery-plan.js";
import { deepFreeze } from "../catalogue/frozen.js";
import type { System } from "../catalogue/system.js";
import { systemsOf } from "../plan/systems-of.js";
import type { DeliveredFile } from "./delivered-file.js";
import { deliveredFiles } from "./delivered-files.js";

/**
 * What a stack delivers by pull request; empty if it does not. Reads static files; all else follows from the arguments,
 * which must have passed `problemsOf`. `project` is Slipway's own folder.
 *
 * @throws UserError if two files have the same path, or a static file is a symlink.
 */
export function planDeliveries(
  configuration: Configuration,
  catalogue: readonly System[],
  project?: string,
): readonly DeliveryPlan[] {
  if (configuration.delivery === "off") return [];
  return deepFreeze(
    systemsOf(configuration, catalogue).map((system) => planDelivery(system, configuration, project)),
  );
}

function planDelivery(
  system: System,
  { owner, versions, replaceFiles }: Configuration,
  project: string | undefined,
): DeliveryPlan {
  const files = deliveredFiles(system, { owner, versions: versions[system.name] }, project);
  return {
    system: system.name,
    owner: system.owner ?? owner,
    repository: system.repository,
    files: Object.fromEntries(files.map((file) => [file.path, filePlan(file)])),
    replaceFiles: replaceFiles
      .filter((file) => file.startsWith(`${system.name}/`))
      .map((file) => file.slice(system.name.length + 1)),
  };
}

function filePlan({ content, executable, source }: DeliveredFile): FilePlan {
  const encoding = isUtf8(content) ? "utf-8" : "base64";
  return { content: content.toString(encoding), encoding, executable, source };
}

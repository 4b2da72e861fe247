import { isUtf8 } from "node:buffer";
import type { DeliveredFile, DeliveryPlan, FilePlan } from "./delivery-plan.js";
import type { ResolvedSystem } from "./resolved-system.js";

/** Plans the delivery of a system's files. `replaceFiles` lists files of all systems, each as `system/path`. */
export function planDelivery(
  { name, repository, files }: Pick<ResolvedSystem, "name" | "repository" | "files">,
  replaceFiles: readonly string[],
): DeliveryPlan {
  return {
    system: name,
    owner: repository.owner,
    repository: repository.name,
    files: Object.fromEntries(files.map((file) => [file.path, filePlan(file)])),
    replaceFiles: replaceFiles
      .filter((file) => file.startsWith(`${name}/`))
      .map((file) => file.slice(name.length + 1)),
  };
}

function filePlan({ content, executable, source }: DeliveredFile): FilePlan {
  const encoding = isUtf8(content) ? "utf-8" : "base64";
  return { content: content.toString(encoding), encoding, executable, source };
}

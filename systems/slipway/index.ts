import { renderDependabot } from "../../src/pipeline/dependabot.js";
import { renderWorkflow } from "../../src/pipeline/render-workflow.js";
import { ownWorkflow } from "./own-workflow.js";

const NAME = "slipway";

/**
 * The files of Slipway's own repository that are made as those of the systems are: path → text. It publishes no image,
 * so it is no system of the catalogue. `npm run generate` writes them.
 */
export const ownFiles: Readonly<Record<string, string>> = {
  [`.github/workflows/${ownWorkflow.file}`]: renderWorkflow(ownWorkflow, NAME),
  ".github/dependabot.yml": renderDependabot(
    [
      { ecosystem: "github-actions", directories: ["/"] },
      { ecosystem: "npm", directories: ["/"] },
      { ecosystem: "gomod", directories: ["/tools/local/modules/*"] },
      { ecosystem: "pip", directories: ["/tools/checks", "/tests"] },
    ],
    NAME,
  ),
};

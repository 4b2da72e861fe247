import { renderDependabot } from "../../src/pipeline/dependabot.js";
import { renderWorkflow } from "../../src/pipeline/render-workflow.js";
import { ci } from "./ci.js";

const NAME = "slipway";

/**
 * The files of Slipway's own repository that are made as those of the systems are: path → text. It publishes no image,
 * so it is no system of the catalogue. `npm run generate` writes them.
 */
export const ownFiles: Readonly<Record<string, string>> = {
  [`.github/workflows/${ci.file}`]: renderWorkflow(ci, NAME),
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

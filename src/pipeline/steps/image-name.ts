import type { Step } from "../../catalogue/workflow-model.js";

/** Name of the image on GHCR, set by `setImageName`. */
export const IMAGE_NAME = "${{ steps.image.outputs.name }}";

/** Sets the image's name on GHCR, with the owner in lower case as GHCR requires. */
export function setImageName(repository: string): Step {
  return {
    name: "Set image name",
    id: "image",
    env: { OWNER: "${{ github.repository_owner }}", REPOSITORY: repository },
    run: 'echo "name=ghcr.io/${OWNER,,}/$REPOSITORY" >> "$GITHUB_OUTPUT"',
  };
}

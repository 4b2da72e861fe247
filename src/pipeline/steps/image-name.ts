import type { Step } from "../../catalogue/workflow-model.js";

/** The name of an image on GHCR, once `setImageName` has run. */
export const IMAGE_NAME = "${{ steps.image.outputs.name }}";

/** Spells out an image's name on GHCR, which refuses the upper case that an owner may have. */
export function setImageName(repository: string): Step {
  return {
    name: "Set image name",
    id: "image",
    env: { OWNER: "${{ github.repository_owner }}", REPOSITORY: repository },
    run: 'echo "name=ghcr.io/${OWNER,,}/$REPOSITORY" >> "$GITHUB_OUTPUT"',
  };
}

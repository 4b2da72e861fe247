import type { ImageSpec } from "../catalogue/image-spec.js";
import type { BuildSource } from "./steps/build.js";

/** What one image is built from, written out. `own` says what a job adds or says otherwise, such as its one platform. */
export function imageSource(image: ImageSpec, own: Partial<BuildSource> = {}): BuildSource {
  const args = argumentLines(image);
  return {
    context: image.context,
    file: image.dockerfile,
    target: image.target,
    platforms: image.platforms.join(","),
    ...(args !== "" && { buildArgs: args }),
    ...own,
  };
}

/** Build arguments, one a line: `NAME=value`, or a bare `NAME` where each environment sets its own. */
export function argumentLines({ buildArgs, sourceVersionArg, variableArgs }: ImageSpec): string {
  return [
    ...Object.entries(buildArgs).map(([name, value]) => `${name}=${value}`),
    ...(sourceVersionArg === undefined ? [] : [`${sourceVersionArg}=\${{ github.sha }}`]),
    ...Object.keys(variableArgs),
  ]
    .map((line) => `${line}\n`)
    .join("");
}

import type { ImageSpec } from "../catalogue/image-spec.js";
import type { BuildSource } from "./steps/build.js";

/** Build inputs of one image. `own` adds to them or overrides them for one job, such as its platform. */
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

/** Build arguments, one per line: `NAME=value`, or a bare `NAME` if each environment sets its own. */
export function argumentLines({ buildArgs, sourceVersionArg, variableArgs }: ImageSpec): string {
  return [
    ...Object.entries(buildArgs).map(([name, value]) => `${name}=${value}`),
    ...(sourceVersionArg === undefined ? [] : [`${sourceVersionArg}=\${{ github.sha }}`]),
    ...Object.keys(variableArgs),
  ]
    .map((line) => `${line}\n`)
    .join("");
}

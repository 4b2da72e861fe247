import type { ImageInputs } from "../catalogue/image-inputs.js";
import type { BuildSource } from "./steps/build.js";

/** What one image is built from, written out. `own` says what a job adds or says otherwise, such as its one platform. */
export function imageSource(inputs: ImageInputs, own: Partial<BuildSource> = {}): BuildSource {
  const args = argumentLines(inputs);
  return {
    context: inputs.context,
    file: inputs.dockerfile,
    target: inputs.target,
    platforms: inputs.platforms.join(","),
    ...(args !== "" && { buildArgs: args }),
    ...own,
  };
}

/** Build arguments, one a line: `NAME=value`, or a bare `NAME` where each environment sets its own. */
export function argumentLines({ buildArgs, sourceVersionArg, variableArgs }: ImageInputs): string {
  return [
    ...Object.entries(buildArgs).map(([name, value]) => `${name}=${value}`),
    ...(sourceVersionArg === undefined ? [] : [`${sourceVersionArg}=\${{ github.sha }}`]),
    ...Object.keys(variableArgs),
  ]
    .map((line) => `${line}\n`)
    .join("");
}

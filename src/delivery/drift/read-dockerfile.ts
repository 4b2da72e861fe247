import { DockerfileParser } from "dockerfile-ast";

/** The parts of a Dockerfile that the catalogue can name. */
export interface DockerfileFacts {
  /** `ARG` → its default, or null. */
  readonly args: ReadonlyMap<string, string | null>;
  /** Names of stages, in lower case as BuildKit compares them, and their numbers. */
  readonly stages: ReadonlySet<string>;
  /** The images of the FROM lines. One that is only an `ARG` is replaced by its default. */
  readonly bases: ReadonlySet<string>;
}

export function readDockerfile(text: string): DockerfileFacts {
  const dockerfile = DockerfileParser.parse(text);
  const args = new Map(
    dockerfile
      .getARGs()
      .flatMap((arg) => arg.getProperties())
      .map((property) => [property.getName(), property.getValue()] as const),
  );
  const froms = dockerfile.getFROMs();
  const stages = froms.flatMap((from, number) => [from.getBuildStage()?.toLowerCase() ?? [], String(number)]);
  return {
    args,
    stages: new Set(stages.flat()),
    bases: new Set(froms.map((from) => withDefault(from.getImage() ?? "", args))),
  };
}

function withDefault(image: string, args: DockerfileFacts["args"]): string {
  const name = /^\$(?:\{(\w+)\}|(\w+))$/.exec(image);
  return args.get(name?.[1] ?? name?.[2] ?? "") ?? image;
}

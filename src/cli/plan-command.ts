import { Command } from "commander";
import { stringify } from "yaml";
import { localBuildArgs } from "../catalogue/image-spec.js";
import type { Plan } from "../plan/plan.js";
import type { ResolvedImage, ResolvedSystem } from "../plan/resolved-system.js";
import type { Project } from "./project.js";
import { printResult } from "./output.js";
import { planStack } from "./plan-stack.js";

export function planCommand(project: Project): Command {
  return new Command("plan")
    .summary("print everything that a stack declares")
    .description(
      "Prints everything that a stack declares: names, tags, policies, build inputs, repository settings, and the paths of delivered files. Needs no Pulumi, account, daemon or network.",
    )
    .argument("[stack]", "the stack whose Pulumi.<stack>.yaml is read", "local")
    .option("--json", "JSON instead of YAML")
    .addHelpText("after", "\nExamples:\n  slipway plan dev\n  slipway plan prod --json")
    .action(async (stack: string, { json }: { readonly json?: true }) => {
      printResult(json, described(await planStack(stack, project)), (plan) =>
        // The plan shares values; without aliases its YAML is easier to read.
        stringify(plan, { aliasDuplicateObjects: false, lineWidth: 0 }),
      );
    });
}

/** What a stack declares, without what it is derived from. */
function described({ systems, ...ofStack }: Plan) {
  return {
    systems: systems.map((system) => ({
      name: system.name,
      repositories: system.repositories,
      roles: system.roles,
      builds: system.builds.map((image) => build(image, system)),
    })),
    ...ofStack,
    repositorySettings: systems.flatMap(({ settings }) => settings ?? []),
    // `slipway render` shows the files' content.
    deliveries: systems.flatMap(({ delivery }) =>
      delivery === undefined ? [] : [{ ...delivery, files: Object.keys(delivery.files) }],
    ),
  };
}

function build(image: ResolvedImage, { host, checkout }: ResolvedSystem) {
  const { spec } = image;
  return {
    system: image.system,
    image: spec.id,
    host,
    repository: image.repository,
    tags: image.tags,
    immutableTags: image.immutableTags,
    sources: { checkout, context: spec.context, dockerfile: spec.dockerfile },
    stage: image.stage,
    platforms: image.platforms,
    target: spec.target,
    buildArgs: localBuildArgs(spec),
    sourceVersionArg: spec.sourceVersionArg,
    labels: spec.labels,
    builder: image.builder,
    base: image.base,
    baseSource: image.baseSource,
    cacheTag: image.cacheTag,
  };
}

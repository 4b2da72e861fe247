import { Command } from "commander";
import { stringify } from "yaml";
import { planDeliveries } from "../delivery/plan-deliveries.js";
import { planSettings } from "../plan/settings/repository-settings.js";
import { makePlan } from "../plan/make-plan.js";
import type { Project } from "./project.js";
import { readStack } from "./stack.js";

interface Options {
  readonly json?: true;
}

export function planCommand(project: Project): Command {
  return new Command("plan")
    .summary("print everything that a stack declares")
    .description(
      "Prints everything that a stack declares: names, tags, policies, build inputs, repository settings, and the paths of delivered files. Needs no Pulumi, account, daemon or network.",
    )
    .argument("[stack]", "the stack whose Pulumi.<stack>.yaml is read", "local")
    .option("--json", "JSON instead of YAML")
    .addHelpText("after", "\nExamples:\n  slipway plan dev\n  slipway plan prod --json")
    .action((stack: string, options: Options) => plan(project, stack, options));
}

async function plan(project: Project, stack: string, { json }: Options): Promise<void> {
  const { catalogue, folder } = project;
  const configuration = readStack(stack, project);
  const settings = await planSettings(configuration, catalogue);
  const planned = {
    ...makePlan(configuration, catalogue, stack),
    repositorySettings: settings,
    // `slipway render` shows the files' content.
    deliveries: planDeliveries(configuration, catalogue, folder).map((delivery) => ({
      ...delivery,
      files: Object.keys(delivery.files),
    })),
  };
  // The plan shares values; without aliases its YAML is easier to read.
  const text = json
    ? JSON.stringify(planned, undefined, 2)
    : stringify(planned, { aliasDuplicateObjects: false, lineWidth: 0 });
  console.log(text);
}

import * as pulumi from "@pulumi/pulumi";
import { SoftwareSystem } from "../../../components/software-system.js";
import type { Build } from "../../../src/build/prepare.js";
import { readConfiguration } from "../../../src/configuration/read.js";
import { makePlan } from "../../../src/plan/make-plan.js";
import { problemsOf } from "../../../src/plan/catalogue-problems.js";
import type { Image, System } from "../../../src/catalogue/system.js";

/** Checks, plans and declares a catalogue of `count` images on mocks; prints the milliseconds that took. */
async function main(count: number): Promise<void> {
  await pulumi.runtime.setMocks({
    newResource: ({ name, inputs }) => ({ id: name, state: inputs as Record<string, unknown> }),
    call: ({ inputs }) => inputs as Record<string, unknown>,
  });
  const images = Array.from({ length: count }, (_, index): Image => ({
    id: `image-${index}`,
    repository: `many-${index}`,
    dockerfile: "Dockerfile",
    context: ".",
    platforms: ["linux/amd64"],
    tags: [{ kind: "fixed", tag: "latest" }],
  }));
  const system: System = {
    name: "many",
    repository: "Many",
    registry: "ecr",
    releaseTags: "v*",
    versions: {},
    images,
  };

  const raw = {
    "aws:region": "eu-west-1",
    "slipway:owner": "example",
    "slipway:checkouts": '{"many":"."}',
  };
  const { configuration } = readConfiguration(raw, [system]);

  const started = performance.now();
  if (problemsOf(configuration, [system]).length > 0) throw new Error("the generated catalogue is not sound");
  const [plan] = makePlan(configuration, [system], "bench").systems;
  if (plan === undefined) throw new Error("the generated catalogue has no system");
  new SoftwareSystem("many", { plan, builds: plan.builds.map(prepared) });
  await pulumi.runtime.disconnect(false);
  console.log(performance.now() - started);
}

function prepared(plan: Build["plan"]): Build {
  const staged = {
    context: plan.stage,
    dockerfile: plan.stage,
    identity: "",
    holdsGit: false,
    secretFiles: [],
  };
  return { plan, staged, content: "", handover: undefined, existingBase: undefined };
}

void main(Number(process.argv[2]));

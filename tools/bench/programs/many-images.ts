import * as pulumi from "@pulumi/pulumi";
import { SoftwareSystem } from "../../../components/software-system.js";
import type { Build } from "../../../src/build/prepare.js";
import { readConfiguration } from "../../../src/configuration/read.js";
import { makePlan } from "../../../src/plan/plan.js";
import { resolve } from "../../../src/plan/resolve.js";
import { problemsOf } from "../../../src/plan/catalogue-problems.js";
import type { Image } from "../../../src/catalogue/image.js";
import type { System } from "../../../src/catalogue/system.js";

/** Checks, plans and declares a catalogue of `count` images on mocks; prints the milliseconds. */
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
  const resolved = resolve(configuration, [system], { stack: "bench" });
  if (problemsOf(configuration, [system], resolved).length > 0)
    throw new Error("the generated catalogue is not sound");
  for (const many of makePlan(configuration, resolved).systems)
    new SoftwareSystem(many.name, { system: many, builds: many.builds.map(prepared) });
  await pulumi.runtime.disconnect(false);
  console.log(performance.now() - started);
}

function prepared(image: Build["image"]): Build {
  const { stage } = image;
  const staged = { context: stage, dockerfile: stage, identity: "", holdsGit: false, secretFiles: [] };
  return { image, staged, content: "", kept: undefined, existingBase: undefined };
}

void main(Number(process.argv[2]));

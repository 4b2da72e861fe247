import type { Image } from "../../../src/catalogue/image.js";
import { imageSpec } from "../../../src/catalogue/image-spec.js";
import type { System } from "../../../src/catalogue/system.js";
import { problemsOfSystem } from "../../../src/catalogue/system-problems.js";
import type { Workflow } from "../../../src/catalogue/workflow-model.js";
import { imageMatrix } from "../../../src/pipeline/image-matrix.js";
import { renderWorkflow } from "../../../src/pipeline/render-workflow.js";
import { problemsOfWorkflows } from "../../../src/pipeline/workflow-problems.js";

const WARM_UP = 30;

/** Checks `count` systems of six images and renders their workflows; prints the milliseconds of processor time. */
async function main(count: number): Promise<void> {
  // Warm up: V8's first seconds would make the smaller count look slow.
  await renderAll(systems(WARM_UP));
  const measured = systems(count);
  const started = process.cpuUsage();
  await renderAll(measured);
  const { user, system } = process.cpuUsage(started);
  console.log((user + system) / 1000);
}

function systems(count: number): System[] {
  return Array.from({ length: count }, (_, index) => generatedSystem(`system-${index}`, 6));
}

async function renderAll(all: readonly System[]): Promise<void> {
  for (const system of all) {
    const workflows = generatedWorkflows(system);
    const problems = [...problemsOfSystem(system), ...(await problemsOfWorkflows(workflows, system.name))];
    if (problems.length > 0) throw new Error(`${system.name} is not sound`);
    for (const workflow of workflows) renderWorkflow(workflow, system.name);
  }
}

/** A system of `count` images that one workflow builds. */
function generatedSystem(name: string, count: number): System {
  const images = Array.from({ length: count }, (_, index): Image => ({
    id: `image-${index}`,
    repository: `${name}-${index}`,
    dockerfile: `services/${index}/Dockerfile`,
    context: ".",
    platforms: ["linux/amd64"],
    tags: [{ kind: "branch", branches: "all" }, { kind: "git-tag" }, { kind: "sha", length: "short" }],
    versionArgs: ["RUST_IMAGE"],
    sourceVersionArg: "REVISION",
  }));
  return {
    name,
    repository: name,
    registry: "ghcr",
    releaseTags: "v*",
    versions: { RUST_IMAGE: "rust:1.83-slim-bookworm" },
    images,
  };
}

/** The workflow that builds it. */
function generatedWorkflows(system: System): Workflow[] {
  const [first, ...rest] = system.images.map((image) => imageSpec(image, { ...system, owner: "example" }));
  if (first === undefined) return [];
  return [
    {
      name: "Build images",
      file: "build-images.yml",
      about: ["Builds every image."],
      on: { push: { branches: ["main"], tags: [system.releaseTags] }, pullRequest: {}, dispatch: true },
      jobs: imageMatrix([first, ...rest]),
    },
  ];
}

void main(Number(process.argv[2]));

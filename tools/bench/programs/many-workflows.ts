import { problemsOfSystem } from "../../../src/catalogue/system-problems.js";
import type { System } from "../../../src/catalogue/system.js";
import { problemsOfWorkflows } from "../../../src/pipeline/workflow-problems.js";
import { renderWorkflow } from "../../../src/pipeline/render-workflow.js";
import { generatedSystem, generatedWorkflows } from "./generated-system.js";

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

void main(Number(process.argv[2]));

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describeFinding } from "../checks/workflows/finding.js";
import { parser } from "../checks/workflows/parser.js";
import { describeProblems } from "../../src/problems/problem.js";
import { MAX_BYTES } from "../../src/pipeline/divide.js";
import { problemsOfWorkflows } from "../../src/pipeline/problems.js";
import { renderWorkflow } from "../../src/pipeline/render.js";
import { median, type Figure } from "./figure.js";
import { measuredBy } from "./process.js";
import { generatedSystem, generatedWorkflows } from "./programs/generated-system.js";

const ROUNDS = 3;

/** Whether many systems cost as much a file as few, and whether GitHub takes a system that is very large. */
export async function workflows(): Promise<Figure[]> {
  return [await manySystems(), await largeSystem()];
}

async function manySystems(): Promise<Figure> {
  const few: number[] = [];
  const many: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    few.push(await millisecondsAFile(10));
    many.push(await millisecondsAFile(1000));
  }
  return {
    suite: "workflows",
    name: "1,000 systems of 6 images: check and render, time a file",
    subject: `${median(many).toFixed(1)} ms`,
    floor: `${median(few).toFixed(1)} ms with 10 systems`,
    ratio: median(many) / median(few),
    reach: { kind: "at most", bound: 1.2 },
  };
}

async function millisecondsAFile(count: number): Promise<number> {
  const program = join(__dirname, "programs", "many-workflows.ts");
  return (await measuredBy("node", ["--require", "tsx/cjs", program, String(count)])) / count;
}

/** The files are held to our own rules and to GitHub's parser; what either finds ends the run. */
async function largeSystem(): Promise<Figure> {
  const system = generatedSystem("large", 1000);
  const generated = generatedWorkflows(system);
  const problems = await problemsOfWorkflows(generated, system.name);
  if (problems.length > 0) throw new Error(describeProblems(problems, "in the generated workflows"));
  const texts = generated.map((workflow) => renderWorkflow(workflow, system.name));
  const findings = await parsed(texts);
  if (findings.length > 0) throw new Error(findings.map(describeFinding).join("\n"));
  const jobs = generated.flatMap((workflow) => Object.keys(workflow.jobs)).length;
  const bytes = Math.max(...texts.map((text) => Buffer.byteLength(text)));
  return {
    suite: "workflows",
    name: `1,000 images in a system: ${generated.length} valid files, ${jobs} sharded jobs, largest file`,
    subject: `${bytes} bytes`,
    floor: `${MAX_BYTES} bytes that GitHub takes`,
    ratio: bytes / MAX_BYTES,
    reach: { kind: "at most", bound: 1 },
  };
}

async function parsed(texts: readonly string[]) {
  const folder = mkdtempSync(join(tmpdir(), "slipway-bench-"));
  try {
    const files = texts.map((text, index) => {
      const file = join(folder, `${index}.yml`);
      writeFileSync(file, text);
      return file;
    });
    return await parser(files);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

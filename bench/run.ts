import { writeFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import { parseArgs } from "node:util";
import Table from "cli-table3";
import pc from "picocolors";
import { isReached, type Figure } from "./figure.js";
import { scale } from "./scale.js";
import { images } from "./images/index.js";
import { start } from "./start.js";
import { unchanged } from "./unchanged.js";
import { workflows } from "./workflows.js";

const suites: Readonly<Record<string, () => Promise<Figure[]>>> = {
  start,
  scale,
  workflows,
  unchanged,
  images,
};

/**
 * `npm run bench [-- SUITE…] [--json FILE]`: measures the suites named, or all, and prints each figure as a ratio. A
 * suite that fails costs its own figures, and the exit code.
 */
async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    options: { json: { type: "string" } },
    allowPositionals: true,
  });
  const unknown = positionals.filter((name) => !(name in suites));
  if (unknown.length > 0) {
    console.error(`bench: unknown suite ${unknown.join(", ")}; there are ${Object.keys(suites).join(", ")}`);
    process.exitCode = 2;
    return;
  }
  const machine = `${cpus().length} × ${cpus()[0]?.model ?? "unknown processor"}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}`;
  console.log(machine);
  const figures: Figure[] = [];
  for (const [name, suite] of Object.entries(suites)) {
    if (positionals.length > 0 && !positionals.includes(name)) continue;
    console.log(`measuring ${name} …`);
    try {
      figures.push(...(await suite()));
    } catch (error) {
      console.error(`bench: ${name} failed; what the other suites measured stands below\n`, error);
      process.exitCode = 1;
    }
  }
  console.log(tableOf(figures));
  if (values.json !== undefined)
    writeFileSync(values.json, JSON.stringify({ machine, figures }, undefined, 2));
}

function tableOf(figures: readonly Figure[]): string {
  const table = new Table({ head: ["figure", "measured", "against", "ratio", "reach"] });
  for (const figure of figures) {
    const ratio = figure.ratio.toFixed(2);
    table.push([
      figure.name,
      figure.subject,
      figure.floor,
      isReached(figure) ? pc.green(ratio) : pc.red(ratio),
      `${figure.reach.kind} ${figure.reach.bound}`,
    ]);
  }
  return table.toString();
}

void main();

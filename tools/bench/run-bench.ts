import { writeFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import { parseArgs } from "node:util";
import Table from "cli-table3";
import pc from "picocolors";
import { isReached, type Figure } from "./figure.js";
import { scale, workflows } from "./scale.js";
import { exampleCheckouts } from "../local/examples.js";
import { images } from "./images/index.js";
import { start } from "./start.js";
import { unchanged } from "./unchanged.js";

const suites: Readonly<Record<string, () => Promise<readonly Figure[]>>> = {
  start,
  scale,
  workflows,
  unchanged,
  ...Object.fromEntries(
    Object.entries(images)
      .filter(([system]) => system in exampleCheckouts)
      .map(([system, suite]) => [`images/${system}`, suite]),
  ),
};

/**
 * `npm run bench [-- SUITE…] [--json FILE]`: measures the named suites, or all, and prints each figure as a ratio.
 * `images` means all that start with `images/`. A failing suite loses only its own figures and sets the exit code.
 */
async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    options: { json: { type: "string" } },
    allowPositionals: true,
  });
  const names = Object.keys(suites);
  const unknown = positionals.filter((asked) => !names.some((name) => isAsked(name, [asked])));
  if (unknown.length > 0) {
    console.error(`bench: unknown suite ${unknown.join(", ")}; there are ${names.join(", ")}`);
    process.exitCode = 2;
    return;
  }
  const machine = `${cpus().length} × ${cpus()[0]?.model ?? "unknown processor"}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}`;
  console.log(machine);
  const figures: (Figure & { readonly suite: string })[] = [];
  for (const [name, suite] of Object.entries(suites)) {
    if (positionals.length > 0 && !isAsked(name, positionals)) continue;
    console.log(`measuring ${name} …`);
    try {
      const measured = await suite();
      figures.push(...measured.map((figure) => ({ suite: name.replace(/\/.*/, ""), ...figure })));
      console.log(tableOf(measured));
    } catch (error) {
      console.error(`bench: ${name} failed; the other suites continue\n`, error);
      process.exitCode = 1;
    }
  }
  if (values.json !== undefined)
    writeFileSync(values.json, JSON.stringify({ machine, figures }, undefined, 2));
}

/** Whether a suite is named, directly or by the group before its slash. */
function isAsked(name: string, asked: readonly string[]): boolean {
  return asked.some((word) => name === word || name.startsWith(`${word}/`));
}

function tableOf(figures: readonly Figure[]): string {
  const table = new Table({
    head: ["figure", "measured", "against", "ratio", "reach"],
    style: { head: [], border: [] },
  });
  for (const figure of figures) {
    const ratio = figure.ratio.toFixed(2);
    table.push([
      figure.name,
      figure.subject,
      figure.floor,
      isReached(figure) ? pc.green(ratio) : pc.red(ratio),
      figure.reach.kind === "none" ? "" : `${figure.reach.kind} ${figure.reach.bound}`,
    ]);
  }
  return table.toString();
}

void main();

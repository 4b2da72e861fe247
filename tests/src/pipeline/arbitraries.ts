import fc from "fast-check";
import type { ActionStep, Job, RunStep, Workflow } from "../../../src/catalogue/workflow-model.js";

/** Texts that YAML, or a careless writer of it, takes for something else. */
const hostile = fc.constantFrom(
  "",
  "no",
  "on",
  "y",
  "null",
  "~",
  "true",
  "1e3",
  "08",
  "0x1f",
  "1_000",
  ".5",
  "12:30",
  "2026-11-21",
  " leading",
  "trailing ",
  "# no comment",
  "a #b",
  "a: b",
  "a:",
  "- a",
  "? a",
  "@a",
  "`a`",
  "%a",
  "!tag",
  "&anchor",
  "*alias",
  "[a, b]",
  "{a: b}",
  "{{ }}",
  "${{ github.sha }}",
  "'",
  '"',
  "\\",
  "---",
  "...",
  "<<",
  "=",
  "a\n",
  "a\n\n",
  "\na",
  "\n",
  " \n",
  "  a\nb\n",
  "\ta\n",
  "a \nb",
  "a\r\nb",
  "a\rb",
  "\u0000",
  "\u0007",
  "\u0085",
  "a\u0085b\n",
  "\u2028",
  "\ufeff",
  "ünïcödé",
  "🚢",
  "\ud800",
  '"on":\n',
  "x".repeat(300),
);

/** Any text, with those that have caught somebody among them. */
export const text = fc.oneof(hostile, fc.string({ unit: "binary" }), fc.string());

/** Words that stand in a comment; ends of lines, blanks and marks of comments come often. */
const words = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.string({ unit: fc.constantFrom("\n", "\r", " ", "\t", "#", "a", ":", "-", "\u2028", "\u0085", "\0") }),
);
const name = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_-]{0,8}$/);
const env = fc.dictionary(name, fc.oneof(text, fc.record({ value: text, note: words })), { maxKeys: 3 });
const common = { name: text, id: name, if: text, note: fc.array(words), env };

const runStep: fc.Arbitrary<RunStep> = fc.record(
  { ...common, run: text },
  { requiredKeys: ["name", "run"], noNullPrototype: true },
);
const actionStep: fc.Arbitrary<ActionStep> = fc.record(
  {
    ...common,
    uses: fc.constant("docker/build-push-action" as const),
    with: fc.record(
      { context: text, tags: text, push: fc.boolean(), file: fc.integer().map(String) },
      { requiredKeys: [], noNullPrototype: true },
    ),
  },
  { requiredKeys: ["name", "uses"], noNullPrototype: true },
);

const step = fc.oneof(runStep, actionStep);
const cell = fc.dictionary(name, text, { minKeys: 1, maxKeys: 3 });

const job: fc.Arbitrary<Job> = fc.record(
  {
    name: text,
    note: fc.array(words),
    needs: fc.array(name),
    if: text,
    runsOn: fc.constantFrom("ubuntu-24.04" as const, "${{ matrix.runner }}" as const),
    timeoutMinutes: fc.integer({ min: 1, max: 360 }),
    permissions: fc.record(
      { contents: fc.record({ access: fc.constant("read" as const), why: words }) },
      { requiredKeys: [] },
    ),
    environment: text,
    matrix: fc.record({ cells: fc.tuple(cell, cell), key: name }),
    outputs: fc.dictionary(name, text, { maxKeys: 2 }),
    env,
    steps: fc.oneof(fc.tuple(step), fc.tuple(step, step)),
  },
  { requiredKeys: ["name", "runsOn", "timeoutMinutes", "permissions", "steps"], noNullPrototype: true },
);

/** Any workflow that its types allow, whether GitHub would take it or not. */
export const workflow: fc.Arbitrary<Workflow> = fc.record({
  name: text,
  file: fc.constant("any.yml"),
  about: fc.array(words),
  on: fc.record(
    {
      push: fc.record(
        { branches: fc.array(text), tags: fc.array(text), paths: fc.array(text) },
        { requiredKeys: [] },
      ),
      pullRequest: fc.record({ branches: fc.array(text) }, { requiredKeys: [] }),
      dispatch: fc.constant(true as const),
      schedule: fc.array(fc.record({ cron: text, meaning: words })),
    },
    { requiredKeys: [] },
  ),
  jobs: fc.dictionary(name, job, { minKeys: 1, maxKeys: 3 }),
});

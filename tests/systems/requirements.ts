import assert from "node:assert/strict";
import type { System } from "../../src/catalogue/system.js";
import { staticFiles } from "../../src/delivery/static-files.js";
import { expressionReader } from "../../src/pipeline/expression-reader.js";
import { requiredChecks } from "../../src/plan/settings/required-checks.js";
import { workflowsOf } from "../src/pipeline/catalogue.js";
import { workflowTexts } from "../src/pipeline/rendered.js";

/** Texts that a place has in this order, `…` between blanks for a gap. */
type Requirement = readonly [what: string, place: string, ...texts: readonly string[]];

/**
 * What a system's document asks for, where neither a difference to tests/golden nor a test of the image would say so.
 * Rules for every system are in pains.test.ts and delivered-files.test.ts.
 */
export interface Requirements {
  /** Places of its one workflow: `on`, a job, or a job and its step. */
  readonly workflow: readonly Requirement[];
  /** The checks that a pull request waits for. */
  readonly checks: readonly string[];
  /** Delivered files, by path. */
  readonly files: readonly Requirement[];
  /** What a delivered file must not say. */
  readonly absent?: readonly (readonly [what: string, path: string, pattern: RegExp])[];
  /** The rules of ignore files, by path: what reaches a build. */
  readonly ignored?: Readonly<Record<string, string>>;
}

/** A file as it is delivered to a system. */
export function delivered({ name }: System, path: string): string {
  const file = staticFiles(name).find((each) => each.path === path);
  return file?.content.toString() ?? assert.fail(`${name} gets no ${path}`);
}

/** A test for each of them. */
export function describeRequirements(system: System, requirements: Requirements): void {
  const { workflow, checks, files, absent = [], ignored = {} } = requirements;
  describe(`what the document of ${system.name} asks for`, () => {
    for (const [what, place, ...texts] of workflow) {
      it(`${what}: ${place}: ${texts.join(" … ")}`, () => {
        assertInOrder(textAt(system, place), texts);
      });
    }

    it("a pull request waits for what always runs", async () => {
      const { required } = requiredChecks(workflowsOf(system), "main", await expressionReader());
      assert.deepEqual(required, checks);
    });

    for (const [what, path, ...texts] of files) {
      it(`${what}: ${path}: ${texts.join(" … ").trim()}`, () => {
        assertInOrder(delivered(system, path), texts);
      });
    }

    for (const [what, path, pattern] of absent) {
      it(`not ${what}: ${path}`, () => {
        assert.doesNotMatch(delivered(system, path), pattern);
      });
    }

    for (const [path, rules] of Object.entries(ignored)) {
      it(`${path} lets in what is built, and nothing more`, () => {
        const lines = delivered(system, path).split("\n");
        assert.equal(lines.filter((line) => line !== "" && !line.startsWith("#")).join(" "), rules);
      });
    }
  });
}

/** A place in a workflow file, without the indentation. */
function textAt(system: System, place: string): string {
  const [text = ""] = Object.values(workflowTexts(system));
  const [section = "", step] = place.split("/");
  const block =
    section === "on"
      ? /^on:\n.*?\n\n/ms
      : new RegExp(`^  ${section}:\\n.*?(?=^  [\\w-]+:\\n|$(?![^]))`, "ms");
  const found = block.exec(text)?.[0].replaceAll(/^ +/gm, "") ?? "";
  if (step === undefined) return found;
  return found.split("\n\n").find((candidate) => candidate.includes(`- name: ${step}\n`)) ?? "";
}

function assertInOrder(found: string, texts: readonly string[]): void {
  let from = 0;
  for (const text of texts.flatMap((each) => each.split(" … "))) {
    const at = found.indexOf(text, from);
    assert.notEqual(at, -1, `${text} in\n${found}`);
    from = at + text.length;
  }
}

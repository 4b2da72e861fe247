import { readFileSync } from "node:fs";
import path from "node:path";
import { Command } from "commander";
import pMap from "p-map";
import { sync as writeFileAtomic } from "write-file-atomic";
import { withVersions } from "../configuration/with-versions.js";
import { hasTag, imagePin, type ImagePin, parseImageReference } from "../registry/image-reference.js";
import { lookupProblem } from "../registry/lookup-error.js";
import { tagDigest } from "../registry/tag-digest.js";
import { groupBy } from "../catalogue/group-by.js";
import type { Problem } from "../problems/problem.js";
import { type PublicImage, publicImages } from "../plan/public-images.js";
import { UserError } from "../problems/user-error.js";
import { exitCodes } from "./exit.js";
import { printResult } from "./output.js";
import type { Project } from "./project.js";
import { planStack, stackFile } from "./plan-stack.js";
import { UsageError } from "./usage-error.js";

interface Options {
  readonly check?: boolean;
  readonly json?: true;
}

/** Enough for the catalogue's images at once, so that a missing network is reported soon. */
const AT_ONCE = 10;

export function digestsCommand(project: Project): Command {
  return new Command("digests")
    .summary("pin public images by digest in a stack's file")
    .description(
      "Asks the registry of each public image of a stack's systems (the ARGs of `slipway:versions` that end in IMAGE) for the current digest of its tag, and writes image:tag@sha256:… into Pulumi.<stack>.yaml. Changes nothing else in that file, and nothing at all unless every registry answers. Downloads no image and needs no account. Exit code 2 if a digest is unavailable.",
    )
    .argument("<stack>", "the stack whose Pulumi.<stack>.yaml is read and written")
    .option("--check", "write nothing; exit code 1 if a digest is missing or a tag has moved")
    .option("--json", "a list of { system, arg, state, before, after }")
    .addHelpText(
      "after",
      "\nEnvironment:\n  HTTPS_PROXY     used if set\n\nExamples:\n  slipway digests dev && git diff Pulumi.dev.yaml\n  slipway digests prod --check",
    )
    .action(async (stack: string, { check = false, json }: Options) => {
      const pins = await pinsOf(publicImages((await planStack(stack, project)).systems));
      const changes = pins.filter(({ before, after }) => after !== before);
      if (!check && changes.length > 0) write(stackFile(stack, project), changes);
      printResult(json, pins, () => digestsReport(pins, changes.length, stack, check));
      if (check && changes.length > 0) process.exitCode = exitCodes.problem;
    });
}

/**
 * Asks the registries, once per name.
 *
 * @throws UsageError with every image whose digest is unavailable.
 */
async function pinsOf(images: readonly PublicImage[]): Promise<StackPin[]> {
  const digestOf = new Map<string, string>();
  const problems = await pMap(
    groupBy(images, ({ image }) => image),
    async ([image, users]): Promise<Problem[]> => {
      const where = `${image} (${users.map(({ system, arg }) => `slipway:versions.${system}.${arg}`).join(", ")})`;
      const reference = parseImageReference(image);
      if (reference === undefined) {
        const expected = "the name of an image, such as debian:bookworm-slim or gcr.io/distroless/cc:nonroot";
        const fix = "correct it, in lower case and without https://";
        return [{ where, expected, found: "something else", fix }];
      }
      if (!hasTag(reference)) return [];
      const answer = await tagDigest(reference);
      if (answer.kind !== "digest") return [lookupProblem(where, answer)];
      digestOf.set(image, answer.digest);
      return [];
    },
    { concurrency: AT_ONCE },
  );
  if (problems.flat().length > 0) {
    throw new UsageError(problems.flat(), "with registries; nothing was written");
  }
  return images.map(({ system, arg, image }) => ({ system, arg, ...imagePin(image, digestOf.get(image)) }));
}

/** @throws UserError if the file has a form that this cannot edit. */
function write(file: string, changes: readonly StackPin[]): void {
  const text = readFileSync(file, "utf8");
  const edited = withVersions(
    text,
    changes.map(({ system, arg, after }) => ({ system, arg, value: after })),
  );
  if (edited === undefined) {
    throw new UserError(
      changes.map(({ system, arg, before, after }) => ({
        where: `slipway:versions.${system}.${arg}`,
        expected: after,
        found: before,
        fix: "write it by hand: the file has an alias there, or another form that this command does not edit",
      })),
      `in ${path.basename(file)}; nothing was written`,
    );
  }
  writeFileAtomic(file, edited);
}

/** A pin of an image that a stack names by an `ARG` of a system. */
interface StackPin extends ImagePin {
  readonly system: string;
  readonly arg: string;
}

/** A stack's public images and their digests, one per line, and what became of those that have `changed`. */
function digestsReport(pins: readonly StackPin[], changed: number, stack: string, check: boolean): string {
  const file = `Pulumi.${stack}.yaml`;
  const count = changed === 1 ? "1 digest" : `${changed} digests`;
  return [
    ...pins.map((pin) => `${pin.system} ${pin.arg}: ${inWords(pin)}`),
    changed === 0
      ? `nothing to write: ${file} has the digest of every tag`
      : check
        ? `${count} missing or moved; \`slipway digests ${stack}\` updates ${file}`
        : `${count} written to ${file}; run \`pulumi up\` and deliver the workflow files again`,
  ].join("\n");
}

function inWords({ state, before, after }: ImagePin): string {
  const tagged = after.replace(/@.*/, "");
  switch (state) {
    case "current":
      return `${tagged}, ${short(before)} is the newest`;
    case "missing":
    case "moved":
      return `${tagged}, ${short(before)} → ${short(after)}`;
    case "untagged":
      return `${tagged}, ${short(before)} skipped: it has no tag to look up`;
    default:
      return state satisfies never;
  }
}

/** A digest, shortened for people. */
function short(image: string): string {
  return parseImageReference(image)?.digest?.slice(0, "sha256:".length + 12) ?? "no digest";
}

import * as pulumi from "@pulumi/pulumi";
import * as v from "valibot";
import type { BaseRecords } from "../src/build/prepare.js";

const records = v.record(v.string(), v.object({ identity: v.string(), version: v.number() }));

/** Name of the stack output that `rememberedBases` reads at the next update. */
export const MEMORY_OUTPUT = "baseImages";

/**
 * The output as it was called, and said, before version 0.2. Read for one release, so that stacks which that version
 * left behind do not build their bases again: a base that is not remembered is one that is to be built.
 */
const FORMER_OUTPUT = "handovers";
const formerRecords = v.record(
  v.string(),
  v.pipe(
    v.object({ identity: v.string(), generation: v.number() }),
    v.transform(({ identity, generation }) => ({ identity, version: generation })),
  ),
);

/**
 * The records of this stack's base images from its last update; empty for a new stack. Read from the stack's own
 * outputs, so that everyone who shares the stack shares them.
 */
export async function rememberedBases(): Promise<BaseRecords> {
  const name = `${pulumi.getOrganization()}/${pulumi.getProject()}/${pulumi.getStack()}`;
  const reference = new pulumi.StackReference("this-stack", { name });
  const [present, former] = await Promise.all([
    reference.getOutputDetails(MEMORY_OUTPUT),
    reference.getOutputDetails(FORMER_OUTPUT),
  ]);
  const result = v.safeParse(records, present.value);
  if (result.success) return result.output;
  const formerResult = v.safeParse(formerRecords, former.value);
  return formerResult.success ? formerResult.output : {};
}

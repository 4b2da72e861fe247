import * as pulumi from "@pulumi/pulumi";
import * as v from "valibot";
import type { HandoverRecords } from "../src/build/prepare.js";

const handoverRecords = v.record(v.string(), v.object({ identity: v.string(), generation: v.number() }));

/** Name of the stack output that `rememberedHandovers` reads at the next update. */
export const MEMORY_OUTPUT = "handovers";

/**
 * What the last update of this stack wrote down about its base images; empty for a new stack. It is read back from the
 * stack's own outputs, so that it is shared by all who share the stack, like the state it belongs to.
 */
export async function rememberedHandovers(): Promise<HandoverRecords> {
  const name = `${pulumi.getOrganization()}/${pulumi.getProject()}/${pulumi.getStack()}`;
  const reference = new pulumi.StackReference("this-stack", { name });
  const details = await reference.getOutputDetails(MEMORY_OUTPUT);
  const records = v.safeParse(handoverRecords, details.value);
  return records.success ? records.output : {};
}

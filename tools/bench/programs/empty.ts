import * as pulumi from "@pulumi/pulumi";
import { reportPeak } from "./peak.js";

/** The floor of program start: Pulumi's SDK and mocks, without resources. */
async function main(): Promise<void> {
  await pulumi.runtime.setMocks({
    newResource: ({ name, inputs }) => ({ id: name, state: inputs as Record<string, unknown> }),
    call: () => ({}),
  });
  await pulumi.runtime.disconnect(false);
  reportPeak();
}

void main();

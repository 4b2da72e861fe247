import * as pulumi from "@pulumi/pulumi";

/** The floor of program start: Pulumi's SDK and mocks, without resources. */
async function main(): Promise<void> {
  await pulumi.runtime.setMocks({
    newResource: ({ name, inputs }) => ({ id: name, state: inputs as Record<string, unknown> }),
    call: () => ({}),
  });
  await pulumi.runtime.disconnect(false);
  // The peak resident memory, in kB.
  console.log(process.resourceUsage().maxRSS);
}

void main();

import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";

// A program from Pulumi's default TypeScript template: all of @pulumi/aws, type-checked at every start.
async function main(): Promise<void> {
  await pulumi.runtime.setMocks({
    newResource: ({ name, inputs }) => ({ id: name, state: inputs as Record<string, unknown> }),
    call: () => ({}),
  });
  for (const name of ["distributed-colony", "distributed-colony-base"]) {
    const repository = new aws.ecr.Repository(name, {
      name,
      imageScanningConfiguration: { scanOnPush: true },
    });
    new aws.ecr.LifecyclePolicy(name, { repository: repository.name, policy: "{}" });
  }
  await pulumi.runtime.disconnect(false);
  console.log(process.resourceUsage().maxRSS);
}

void main();

import * as pulumi from "@pulumi/pulumi";

/** `RESOURCES` empty resources: the cost of the engine without any provider. */
for (let index = 0; index < Number(process.env["RESOURCES"]); index++) {
  new pulumi.ComponentResource("bench:index:Empty", `empty-${index}`);
}

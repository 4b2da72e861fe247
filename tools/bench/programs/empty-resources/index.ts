import * as pulumi from "@pulumi/pulumi";

/** As many resources as `RESOURCES` says, none of which does anything: what an engine costs before any provider. */
for (let index = 0; index < Number(process.env["RESOURCES"]); index++) {
  new pulumi.ComponentResource("bench:index:Empty", `empty-${index}`);
}
